package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.FairShare;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The coordinator's front without its actor: keeps leases, hands what workers say to the sweep that it is about, and shares
 * free slots out among sweeps. Not thread-safe; its owner gives it the time.
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
        private Standing standing = Standing.UNKNOWN;
        private List<String> holders = List.of();
    }

    /** What a worker said last, for what is offered to one sweep after another left it. */
    private record Heard<W>(Beat beat, W from) {}

    private final long epoch;
    private final LeaseClock clock;
    private int lateTicks;
    private final Outlet<W, C> out;
    private final WorkerRegistry workers = new WorkerRegistry();
    private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
    private final SlotBook slots = new SlotBook();
    private final Map<String, Heard<W>> heard = new HashMap<>();

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

    /**
     * Notes where a sweep stands. One that has work and had none before is offered what is free at once: workers that stand
     * idle beat only now and then.
     *
     * @param holders workers that the journal says hold attempts; empty unless the sweep has just recovered
     */
    public void status(String name, Standing standing, List<String> holders, long now) {
        Sweep sweep = sweeps.get(name);
        if (sweep != null) {
            boolean hasWorkNow = standing.wants() && !sweep.standing.wants();
            sweep.standing = standing;
            if (!holders.isEmpty()) {
                sweep.holders = holders;
            }
            if (hasWorkNow) {
                long lived = clock.look(now);
                heard.values().forEach(last -> share(last, room(last), lived));
            }
        }
    }

    /** What a worker would take, by its last beat and by what it was offered since. */
    private int room(Heard<W> last) {
        return last.beat().room() - slots.pending(last.beat().worker());
    }

    /** Names of sweeps that are not finished. */
    public List<String> underWay() {
        return sweeps.entrySet().stream()
                .filter(entry -> entry.getValue().standing.phase().isUnderWay())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Names of workers that get no work from some sweep that is not finished. */
    public Set<String> drained() {
        return sweeps.values().stream()
                .filter(sweep -> sweep.standing.phase().isUnderWay())
                .flatMap(sweep -> sweep.standing.drained().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of workers that were heard of lately. */
    public List<String> workers() {
        return workers.names();
    }

    public void beat(Beat beat, W from, long now) {
        long lived = clock.look(now);
        if (!workers.heard(beat, lived)) {
            return;
        }
        slots.heard(beat, lived);
        var last = new Heard<W>(beat, from);
        heard.put(beat.worker(), last);
        // what was offered before and may not have arrived is offered again to whom it was offered
        grants(beat.worker(), room(last), lived);
        int rest = Math.max(0, beat.room());
        for (var entry : sweeps.entrySet()) {
            boolean underWay = entry.getValue().standing.phase().isUnderWay();
            List<AttemptProgress> held = held(beat, entry.getKey());
            if (underWay || !held.isEmpty()) {
                int offered = underWay ? Math.min(rest, slots.pending(beat.worker(), entry.getKey())) : 0;
                rest -= offered;
                // what is offered first are slots
                reconcile(entry.getKey(), last, held, offered, Math.max(0, Math.min(offered, beat.ahead() - rest)));
            }
        }
        if (sweeps.values().stream().noneMatch(sweep -> sweep.standing.phase().isUnderWay())) {
            out.tell(from, new BeatAcknowledged(epoch, List.of()));
        }
    }

    private static List<AttemptProgress> held(Beat beat, String sweep) {
        return beat.held().stream()
                .filter(each -> each.attempt().sweep().equals(sweep))
                .toList();
    }

    private void reconcile(String sweep, Heard<W> last, List<AttemptProgress> held, int free, int ahead) {
        Beat beat = last.beat();
        var command = new SweepCommand.ReconcileWorker(
                beat.worker(),
                beat.incarnation(),
                held.stream().map(AttemptProgress::attempt).toList(),
                free,
                ahead,
                workers.isAlone(),
                workers.machine(beat.worker(), sweep));
        out.offer(sweep, new SweepRequest<>(command, last.from(), null, null, held));
    }

    /** Shares free slots out, and notes who was offered what. */
    private Map<String, Integer> grants(String worker, int free, long lived) {
        if (free <= 0) {
            return Map.of();
        }
        Map<String, Integer> grants = FairShare.split(free, claims(worker, Standing::wants));
        int rest = free - grants.values().stream().mapToInt(each -> each).sum();
        if (rest > 0) {
            grants.putAll(FairShare.split(rest, claims(worker, Standing::repeats)));
        }
        grants.forEach((sweep, granted) -> slots.offered(worker, sweep, granted, lived));
        return grants;
    }

    private List<FairShare.Claim> claims(String worker, Predicate<Standing> isFor) {
        var claims = new ArrayList<FairShare.Claim>();
        sweeps.forEach((name, sweep) -> {
            Standing at = sweep.standing;
            if (isFor.test(at) && !at.drained().contains(worker) && !slots.isSated(worker, name)) {
                claims.add(new FairShare.Claim(name, at.share(), slots.used(name)));
            }
        });
        return claims;
    }

    /**
     * A sweep had no use for this many of the slots that it was offered: others may have. It may say so late, when the worker's
     * slots are offered or filled again, and are not free any more.
     */
    public void left(String sweep, SweepCommand.ReconcileWorker offered, int unused, long now) {
        Heard<W> last = heard.get(offered.worker());
        if (last == null || last.beat().incarnation() != offered.incarnation()) {
            return;
        }
        slots.left(offered.worker(), sweep, unused);
        share(last, Math.min(unused, room(last)), clock.look(now));
    }

    /** Offers free slots between two beats of a worker. */
    private void share(Heard<W> last, int free, long lived) {
        Beat beat = last.beat();
        // orders that another sweep has just given are not in that beat, and it counts them itself
        grants(beat.worker(), free, lived).keySet().forEach(next -> {
            int pending = slots.pending(beat.worker(), next);
            int beyond = slots.pending(beat.worker()) + beat.held().size() - beat.slots();
            reconcile(next, last, held(beat, next), pending, Math.max(0, Math.min(pending, beyond)));
        });
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
            forget(List.of(worker));
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
        List<String> gone = workers.expire(lived);
        forget(gone);
        for (String silent : gone) {
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

    Peers peers() {
        return workers.peers();
    }

    public List<SweepView.WorkerView> views(long now) {
        return workers.views(clock.look(now));
    }

    /** Every sweep and where it stands, oldest first. */
    public List<SweepView.SweepLine> lines() {
        return sweeps.entrySet().stream()
                .map(entry -> new SweepView.SweepLine(
                        entry.getKey(), entry.getValue().standing.phase()))
                .toList();
    }

    private void forget(List<String> gone) {
        slots.forget(gone);
        heard.keySet().removeAll(gone);
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
