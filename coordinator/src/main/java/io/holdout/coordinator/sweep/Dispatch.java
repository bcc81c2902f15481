package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Late;
import io.holdout.coordinator.schedule.Offer;
import io.holdout.coordinator.schedule.QuarantinePolicy;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which trials a worker gets, and when an order is sent again. Pure; a part of {@link Decider}. */
final class Dispatch {
    /** An order not seen in a worker's beats for this long is sent again: longer than a beat takes to turn round. */
    static final long RESEND_AFTER_MILLIS = 4_000;

    /**
     * A trial that lost this many attempts to lost nodes gets a worker of its own: one that kills its worker shall not
     * spend the budgets of those beside it.
     */
    static final int LOSSES_BEFORE_ALONE = 10;

    /** A trial that is expected to take longer is not sent before there is a slot for it: another worker may be free first. */
    private static final double LONGEST_AHEAD_MILLIS = 2_000;

    private final long now;

    /** @param now wall-clock milliseconds since 1970 */
    Dispatch(long now) {
        this.now = now;
    }

    /** Trials to start on a worker, the most urgent first; at most {@code free}. */
    List<Integer> choose(SweepState from, SweepCommand.ReconcileWorker worker, int free) {
        int most = most(from, worker, free);
        if (most <= 0) {
            return List.of();
        }
        List<Integer> chosen = from.backlog().choose(offer(from, worker, suspect(from, worker)), most, now);
        int startingNow = Math.max(0, free - worker.ahead());
        int given = Math.min(startingNow, chosen.size());
        while (given < chosen.size() && isShort(from, chosen.get(given), worker.machine())) {
            given++;
        }
        return chosen.subList(0, given);
    }

    private static @Nullable Suspect suspect(SweepState from, SweepCommand.ReconcileWorker worker) {
        return worker.only() ? null : from.suspects().find(worker.worker()).orElse(null);
    }

    private int most(SweepState from, SweepCommand.ReconcileWorker worker, int free) {
        if (from.phase() != SweepPhase.RUNNING || from.edits().isDrained(worker.worker())) {
            return 0;
        }
        var held = from.heldBy(worker.worker());
        Suspect suspect = suspect(from, worker);
        if (held.values().stream().anyMatch(TrialQueue::runsAlone) || (suspect != null && suspect.isQuarantined(now))) {
            return 0;
        }
        int allowed = Math.min(free, leftOfQuota(from));
        return suspect != null && suspect.isOnProbation() ? Math.min(allowed, held.isEmpty() ? 1 : 0) : allowed;
    }

    /**
     * Trials that are late elsewhere and start a second time on a worker, if nothing at all waits for a slot; at most
     * {@code free}. A worker that is not trusted gets none.
     */
    List<Integer> again(SweepState from, SweepCommand.ReconcileWorker worker, int free) {
        if (from.backlog().hasReady() || worker.only() || suspect(from, worker) != null) {
            return List.of();
        }
        Offer offer = offer(from, worker, null);
        int most = Math.min(
                most(from, worker, Math.max(0, free - worker.ahead())),
                Late.mostAtOnce(offer.fleet()) - from.doubled().size());
        return most <= 0 ? List.of() : from.backlog().again(offer, late(from, worker), most);
    }

    private List<Late> late(SweepState from, SweepCommand.ReconcileWorker worker) {
        var late = new ArrayList<Late>();
        for (String holder : from.holders()) {
            Device device = worker.machine()
                    .peers()
                    .find(holder)
                    .map(Fleet.Part::device)
                    .orElse(null);
            if (device == null || holder.equals(worker.worker())) {
                continue;
            }
            for (var held : from.heldBy(holder).entrySet()) {
                TrialRecord trial = held.getValue();
                var running = trial.running();
                if (running != null && trial.mayHaveSecond()) {
                    late.add(new Late(held.getKey(), device, now - running.startedMillis()));
                }
            }
        }
        return late;
    }

    private static boolean isShort(SweepState from, int index, Machine machine) {
        return from.backlog().expectedMillis(index, machine.device().name()).orElse(Double.MAX_VALUE)
                <= LONGEST_AHEAD_MILLIS;
    }

    private static int leftOfQuota(SweepState from) {
        int mostSlots = from.edits().share().mostSlots();
        return mostSlots == 0 ? Integer.MAX_VALUE : mostSlots - from.attemptsUnderWay();
    }

    private Offer offer(SweepState from, SweepCommand.ReconcileWorker worker, @Nullable Suspect suspect) {
        Machine machine = worker.machine();
        var recent = new ArrayList<Integer>(from.heldBy(worker.worker()).keySet());
        machine.recent().forEach(trial -> from.indexOf(trial).ifPresent(recent::add));
        return new Offer(
                machine.device(),
                from.heldBy(worker.worker()).isEmpty(),
                recent,
                suspect == null ? List.of() : forOthers(from, suspect),
                fleet(from, machine.peers()));
    }

    /** Who is kept from work does not count: what it is left would wait for it. */
    private Fleet fleet(SweepState from, Peers peers) {
        boolean allCount =
                from.suspects().byWorker().isEmpty() && from.edits().drained().isEmpty();
        return allCount
                ? peers.all()
                : peers.fleet(name -> !from.edits().isDrained(name)
                        && from.suspects()
                                .find(name)
                                .filter(suspect -> suspect.isQuarantined(now) || suspect.isOnProbation())
                                .isEmpty());
    }

    /** Where a trial has just failed it is not tried again at once: whether it or the worker is at fault shows elsewhere. */
    private List<Integer> forOthers(SweepState from, Suspect suspect) {
        return suspect.failed().stream()
                .flatMap(trial -> from.indexOf(trial).stream().boxed())
                .filter(index -> now < from.trial(index).notBeforeMillis() + QuarantinePolicy.ELSEWHERE_FIRST_MILLIS)
                .toList();
    }

    /** A start in the future was written by a clock that was ahead. */
    boolean isLate(long startedMillis) {
        return startedMillis > now || now - startedMillis >= RESEND_AFTER_MILLIS;
    }

    /** The order to run an attempt, with the results that it needs. */
    static RunAttempt order(SweepState from, int index, AttemptId attempt) {
        PlannedTrial planned = from.plan().trials().get(index);
        var inputs = planned.dependencies().stream()
                .map(dependency -> new TrialInput(
                        from.plan().trials().get(dependency).id(),
                        from.resultRef(dependency).orElseThrow()))
                .toList();
        return new RunAttempt(attempt, planned.spec().canonicalForm(), inputs);
    }
}
