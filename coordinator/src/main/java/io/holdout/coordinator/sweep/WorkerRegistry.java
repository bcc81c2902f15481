package io.holdout.coordinator.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Workers heard of, and when: the coordinator's short memory, made anew from beats after a restart. Its time is that of
 * {@link LeaseClock}. Not thread-safe; one
 * front owns it.
 */
final class WorkerRegistry {
    /** Silence after which a worker's attempts go to others: several beats, and longer than a long GC pause. */
    static final long LEASE_MILLIS = 10_000;

    private final Map<String, Worker> workers = new TreeMap<>();

    private record Worker(long incarnation, String host, String device, int slots, int busy, long heardMillis) {}

    /** Notes a beat; false if it comes from a process older than one already heard of. */
    boolean heard(Beat beat, long now) {
        Worker before = workers.get(beat.worker());
        if (before != null && before.incarnation() > beat.incarnation()) {
            return false;
        }
        workers.put(
                beat.worker(),
                new Worker(
                        beat.incarnation(),
                        beat.node().host(),
                        beat.node().device(),
                        beat.slots(),
                        beat.held().size(),
                        now));
        return true;
    }

    /** Forgets a worker that says that it leaves; false if a newer process of that name is known. */
    boolean left(String worker, long incarnation) {
        Worker known = workers.get(worker);
        if (known == null || known.incarnation() != incarnation) {
            return false;
        }
        workers.remove(worker);
        return true;
    }

    /** Names of workers that were silent for longer than their lease; they are forgotten. */
    List<String> expire(long now) {
        var silent = new ArrayList<String>();
        workers.forEach((name, worker) -> {
            if (now - worker.heardMillis() > LEASE_MILLIS) {
                silent.add(name);
            }
        });
        silent.forEach(workers::remove);
        return silent;
    }

    boolean knows(String worker) {
        return workers.containsKey(worker);
    }

    /** Whether at most one worker is known. */
    boolean isAlone() {
        return workers.size() <= 1;
    }

    List<SweepView.WorkerView> views(long now) {
        return workers.entrySet().stream()
                .map(entry -> new SweepView.WorkerView(
                        entry.getKey(),
                        entry.getValue().host(),
                        entry.getValue().device(),
                        entry.getValue().slots(),
                        entry.getValue().busy(),
                        Math.max(0, now - entry.getValue().heardMillis())))
                .toList();
    }
}
