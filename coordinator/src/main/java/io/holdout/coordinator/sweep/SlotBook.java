package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sweep fills how many slots of which worker: what workers hold by their last beats, and what they were offered since
 * and may not have heard of. The front's short memory; time is that of {@link LeaseClock}. Not thread-safe.
 */
final class SlotBook {
    /** An offer that shows in no beat for so long came to nothing: longer than an order waits before it is sent again. */
    private static final long PENDING_MILLIS = Dispatch.RESEND_AFTER_MILLIS + 1_000;

    private static final class Worker {
        private Set<AttemptId> held = Set.of();
        private Map<String, Integer> heldOf = Map.of();
        private final Map<String, Integer> pending = new HashMap<>();
        private final Map<String, Long> offeredMillis = new HashMap<>();
        private final Set<String> sated = new HashSet<>();

        Map<String, Integer> filled() {
            var filled = new HashMap<>(pending);
            heldOf.forEach((sweep, slots) -> filled.merge(sweep, slots, Integer::sum));
            return filled;
        }
    }

    private final Map<String, Worker> workers = new HashMap<>();
    private final Map<String, Integer> used = new HashMap<>();

    /** A worker said what it holds; everybody may be offered its slots again. */
    void heard(Beat beat, long now) {
        Worker worker = workers.computeIfAbsent(beat.worker(), name -> new Worker());
        count(worker, -1);
        var held = new HashSet<AttemptId>();
        var heldOf = new HashMap<String, Integer>();
        for (AttemptProgress each : beat.held()) {
            if (held.add(each.attempt())) {
                heldOf.merge(each.attempt().sweep(), 1, Integer::sum);
            }
            if (!worker.held.contains(each.attempt())) {
                worker.pending.computeIfPresent(
                        each.attempt().sweep(), (sweep, slots) -> slots == 1 ? null : slots - 1);
            }
        }
        worker.held = held;
        worker.heldOf = heldOf;
        worker.sated.clear();
        worker.pending.keySet().removeIf(sweep -> now - worker.offeredMillis.getOrDefault(sweep, 0L) > PENDING_MILLIS);
        count(worker, 1);
    }

    void offered(String name, String sweep, int slots, long now) {
        Worker worker = workers.get(name);
        if (worker != null) {
            worker.pending.merge(sweep, slots, Integer::sum);
            worker.offeredMillis.put(sweep, now);
            used.merge(sweep, slots, Integer::sum);
        }
    }

    /** A sweep had no use for this many of the slots that it was offered; until the next beat it is offered none. */
    void left(String name, String sweep, int slots) {
        Worker worker = workers.get(name);
        if (worker != null) {
            count(worker, -1);
            worker.pending.computeIfPresent(sweep, (key, offered) -> offered > slots ? offered - slots : null);
            worker.sated.add(sweep);
            count(worker, 1);
        }
    }

    /** Slots of a worker that a sweep was offered, and whose orders it may not have heard yet. */
    int pending(String name, String sweep) {
        Worker worker = workers.get(name);
        return worker == null ? 0 : worker.pending.getOrDefault(sweep, 0);
    }

    int pending(String name) {
        Worker worker = workers.get(name);
        return worker == null
                ? 0
                : worker.pending.values().stream().mapToInt(each -> each).sum();
    }

    boolean isSated(String name, String sweep) {
        Worker worker = workers.get(name);
        return worker != null && worker.sated.contains(sweep);
    }

    int used(String sweep) {
        return used.getOrDefault(sweep, 0);
    }

    void forget(List<String> names) {
        for (String name : names) {
            Worker worker = workers.remove(name);
            if (worker != null) {
                count(worker, -1);
            }
        }
    }

    private void count(Worker worker, int sign) {
        worker.filled().forEach((sweep, slots) -> used.merge(sweep, sign * slots, (a, b) -> a + b == 0 ? null : a + b));
    }
}
