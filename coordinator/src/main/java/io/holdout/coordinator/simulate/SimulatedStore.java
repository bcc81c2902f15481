package io.holdout.coordinator.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The artifact store: which contents are there, and which of them are damaged. What a content is, the workload knows. */
final class SimulatedStore {
    private final World world;
    private final Set<String> kept = new TreeSet<>();
    private final Set<String> everLost = new HashSet<>();

    SimulatedStore(World world) {
        this.world = world;
    }

    /** False if it cannot be written now. Writing heals what is damaged. */
    boolean put(String hash) {
        if (world.faults().strikes(Fault.STORE_WRITE_FAILS)) {
            return false;
        }
        kept.add(hash);
        return true;
    }

    /** What was there before this world began. */
    void hold(String hash) {
        kept.add(hash);
    }

    /** Whether it can be read and is whole. */
    boolean isWhole(String hash) {
        if (kept.contains(hash) && world.faults().strikes(Fault.STORE_READ_FAILS)) {
            everLost.add(hash);
            return false;
        }
        return kept.contains(hash);
    }

    Optional<byte[]> get(String hash) {
        return isWhole(hash) ? Optional.of(world.results().content(hash)) : Optional.empty();
    }

    /** Damages one artifact for good. */
    void damageOne() {
        if (!kept.isEmpty()) {
            String hash = world.dice().pick(List.copyOf(kept));
            world.trace().line("store", () -> hash.substring(0, 12) + " is damaged");
            kept.remove(hash);
            everLost.add(hash);
        }
    }

    /** Whether this was ever gone, or seemed so to a reader. */
    boolean everLost(String hash) {
        return everLost.contains(hash);
    }
}
