package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The workers that a coordinator has heard of, as sweeps see them. Immutable. */
public final class Peers {
    static final Peers NONE = new Peers(Map.of());

    private final Map<String, Fleet.Part> byName;
    private final Fleet all;

    /** @param byName device and slots of each worker */
    Peers(Map<String, Fleet.Part> byName) {
        this.byName = Map.copyOf(byName);
        this.all = fleet(name -> true);
    }

    Optional<Fleet.Part> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All workers by class of device. */
    Fleet all() {
        return all;
    }

    /** Those of these names alone. */
    Fleet fleet(Predicate<String> counts) {
        var slots = new LinkedHashMap<Device, Integer>();
        byName.forEach((name, part) -> {
            if (counts.test(name)) {
                slots.merge(part.device(), part.slots(), Integer::sum);
            }
        });
        return new Fleet(slots.entrySet().stream()
                .map(part -> new Fleet.Part(part.getKey(), part.getValue()))
                .toList());
    }
}
