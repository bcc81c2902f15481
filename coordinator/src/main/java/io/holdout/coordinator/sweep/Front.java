package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The coordinator's front without its actor: keeps leases, and hands what workers say to the sweep that it is about.
 * Free slots go to the oldest sweep that is not finished. Not thread-safe; its owner gives it the time.
 *
 * @param <W> address of a worker
 * @param <C> address of a client
 */
public final class Front<W, C> {
    /** A coordinator that is late this often in a row is too busy, and must look at leases all the same. */
    private static final int MOST_LATE_TICKS = 5;

    /** Where the front's words go. */
    public interface Outlet<W, C> {
        void offer(String sweep, SweepRequest<W, C> request);

        void tell(W worker, ToWorker message);

        /** A worker is gone, and what it held goes to others. */
        void released(String why);
    }

    private static final class Sweep {
        private SweepPhase phase = SweepPhase.NOT_SUBMITTED;
        private List<String> holders = List.of();
    }

    private final long epoch;
    private final LeaseClock clock;
    private int lateTicks;
    private final Outlet<W, C> out;
    private final WorkerRegistry workers = new WorkerRegistry();
    private final Map<String, Sweep> sweeps = new LinkedHashMap<>();

    /**
     * @param epoch incarnation of this coordinator
     * @param now wall-clock milliseconds, here and below
     */
    public Front(long epoch, long now, Outlet<W, C> out) {
        this.epoch = epoch;
        this.clock = new LeaseClock(now);
        this.out = out;
    }

    /** From now on there is this sweep. */
    public void open(String sweep) {
        sweeps.putIfAbsent(sweep, new Sweep());
    }

    public boolean knows(String sweep) {
        return sweeps.containsKey(sweep);
    }

    /** Names of all sweeps, oldest first. */
    public Set<String> sweeps() {
        return sweeps.keySet();
    }

    /** @param holders workers that the journal says hold attempts; empty unless the sweep has just recovered */
    public void status(String name, SweepPhase phase, List<String> holders) {
        Sweep sweep = sweeps.get(name);
        if (sweep != null) {
            sweep.phase = phase;
            if (!holders.isEmpty()) {
                sweep.holders = holders;
            }
        }
    }

    public void beat(Beat beat, W from, long now) {
        if (!workers.heard(beat, clock.look(now))) {
            return;
        }
        int free = beat.slots() - beat.held().size();
        for (var entry : sweeps.entrySet()) {
            List<AttemptProgress> held = beat.held().stream()
                    .filter(each -> each.attempt().sweep().equals(entry.getKey()))
                    .toList();
            boolean runs = entry.getValue().phase == SweepPhase.RUNNING;
            if (runs || !held.isEmpty()) {
                var command = new SweepCommand.ReconcileWorker(
                        beat.worker(),
                        beat.incarnation(),
                        held.stream().map(AttemptProgress::attempt).toList(),
                        runs ? free : 0,
                        workers.isAlone(),
                        workers.machine(beat.worker(), entry.getKey()));
                out.offer(entry.getKey(), new SweepRequest<>(command, from, null, null, held));
                free = runs ? 0 : free;
            }
        }
        if (sweeps.values().stream().noneMatch(sweep -> sweep.phase == SweepPhase.RUNNING)) {
            out.tell(from, new BeatAcknowledged(epoch, List.of()));
        }
    }

    /** A worker says that an attempt ended. False if there is no such sweep; the worker is told so. */
    public boolean report(AttemptId attempt, SweepCommand command, W from) {
        if (!knows(attempt.sweep())) {
            out.tell(from, new ReportAcknowledged(attempt, ReportAcknowledged.Verdict.UNKNOWN));
            return false;
        }
        out.offer(attempt.sweep(), new SweepRequest<>(command, from, attempt, null, List.of()));
        return true;
    }

    public void leaving(String worker, long incarnation) {
        if (workers.left(worker, incarnation)) {
            releaseEverywhere(worker, "WORKER_LEFT", "worker " + worker + " stopped");
        }
    }

    /**
     * To be called about once a second: takes back what silent workers hold. After it stood still it waits for the
     * next call, so that the beats that came meanwhile are heard first.
     */
    public void tick(long now) {
        long lived = clock.look(now);
        lateTicks = clock.wasLate() ? lateTicks + 1 : 0;
        if (lateTicks > 0 && lateTicks <= MOST_LATE_TICKS) {
            return;
        }
        for (String silent : workers.expire(lived)) {
            releaseEverywhere(
                    silent,
                    "LEASE_EXPIRED",
                    "worker " + silent + " was silent for more than " + WorkerRegistry.LEASE_MILLIS / 1000 + " s");
        }
        if (lived > WorkerRegistry.LEASE_MILLIS) {
            sweeps.forEach((name, sweep) -> {
                for (String holder : sweep.holders) {
                    if (!workers.knows(holder)) {
                        release(name, holder, "LEASE_EXPIRED", "worker " + holder + " did not come back");
                    }
                }
                sweep.holders = List.of();
            });
        }
    }

    public List<SweepView.WorkerView> views(long now) {
        return workers.views(clock.look(now));
    }

    /** Every sweep and where it stands, oldest first. */
    public List<SweepView.SweepLine> lines() {
        return sweeps.entrySet().stream()
                .map(entry -> new SweepView.SweepLine(entry.getKey(), entry.getValue().phase))
                .toList();
    }

    private void releaseEverywhere(String worker, String code, String message) {
        out.released(message);
        sweeps.keySet().forEach(sweep -> release(sweep, worker, code, message));
    }

    private void release(String sweep, String worker, String code, String message) {
        var failure = new Failure(FailureClass.INFRASTRUCTURE, code, message);
        out.offer(sweep, SweepRequest.unanswered(new SweepCommand.ReleaseWorker(worker, failure)));
    }
}
