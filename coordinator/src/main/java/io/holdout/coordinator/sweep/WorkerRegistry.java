package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Workers heard of, and when: the coordinator's short memory, made anew from beats after a restart. Its time is that of
 * {@link LeaseClock}. Not thread-safe; one
 * front owns it.
 */
final class WorkerRegistry {
    /** Silence after which a worker's attempts go to others: several beats, and longer than a long GC pause. */
    static final long LEASE_MILLIS = 10_000;

    private final Map<String, Worker> workers = new TreeMap<>();

    /** Attempts that a worker is remembered to have held: their weights and data are likely in its memory. */
    private static final int RECENT = 4;

    private Peers peers = Peers.NONE;

    /** @param recent attempts that it held last, the newest first */
    private record Worker(
            long incarnation, NodeInfo node, int slots, int busy, long heardMillis, List<AttemptId> recent) {
        Fleet.Part part() {
            return new Fleet.Part(Device.of(node, slots), slots);
        }
    }

    /** Notes a beat; false if it comes from a process older than one already heard of. */
    boolean heard(Beat beat, long now) {
        Worker before = workers.get(beat.worker());
        if (before != null && before.incarnation() > beat.incarnation()) {
            return false;
        }
        List<AttemptId> known =
                before != null && before.incarnation() == beat.incarnation() ? before.recent() : List.of();
        List<AttemptId> recent = recent(beat, known);
        var heard = new Worker(
                beat.incarnation(), beat.node(), beat.slots(), beat.held().size(), now, recent);
        workers.put(beat.worker(), heard);
        if (before == null || !before.part().equals(heard.part())) {
            countPeers();
        }
        return true;
    }

    private static List<AttemptId> recent(Beat beat, List<AttemptId> before) {
        return Stream.concat(beat.held().stream().map(AttemptProgress::attempt), before.stream())
                .distinct()
                .limit(Math.max(RECENT, beat.slots()))
                .toList();
    }

    private void countPeers() {
        var parts = new HashMap<String, Fleet.Part>();
        workers.forEach((name, worker) -> parts.put(name, worker.part()));
        peers = new Peers(parts);
    }

    /** What a sweep should know of a worker that was heard. */
    Machine machine(String worker, String sweep) {
        Worker known = workers.get(worker);
        if (known == null) {
            return Machine.UNKNOWN;
        }
        List<TrialId> recent = known.recent().stream()
                .filter(attempt -> attempt.sweep().equals(sweep))
                .map(AttemptId::trial)
                .toList();
        return new Machine(known.part().device(), recent, peers);
    }

    /** Forgets a worker that says that it leaves; false if a newer process of that name is known. */
    boolean left(String worker, long incarnation) {
        Worker known = workers.get(worker);
        if (known == null || known.incarnation() != incarnation) {
            return false;
        }
        workers.remove(worker);
        countPeers();
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
        if (!silent.isEmpty()) {
            countPeers();
        }
        return silent;
    }

    Peers peers() {
        return peers;
    }

    List<String> names() {
        return List.copyOf(workers.keySet());
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
                        entry.getValue().node().host(),
                        entry.getValue().node().device(),
                        entry.getValue().slots(),
                        entry.getValue().busy(),
                        Math.max(0, now - entry.getValue().heardMillis())))
                .toList();
    }
}
