package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.schedule.QuarantinePolicy;
import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.List;

/** Which trials a worker gets, and when an order is sent again. Pure; a part of {@link Decider}. */
final class Dispatch {
    /** An order not seen in a worker's beats for this long is sent again: longer than a beat takes to turn round. */
    static final long RESEND_AFTER_MILLIS = 4_000;

    /**
     * A trial that lost this many attempts to lost nodes gets a worker of its own: one that kills its worker shall not
     * spend the budgets of those beside it.
     */
    static final int LOSSES_BEFORE_ALONE = 10;

    private final long now;

    /** @param now wall-clock milliseconds since 1970 */
    Dispatch(long now) {
        this.now = now;
    }

    /**
     * Trials to start on a worker, the most urgent first; at most {@code free}.
     *
     * @param only whether there is no other worker: then it gets work whatever it did
     */
    List<Integer> choose(SweepState from, String worker, int free, boolean only) {
        var held = from.heldBy(worker);
        Suspect suspect = only ? null : from.suspects().find(worker).orElse(null);
        if (held.stream().anyMatch(index -> runsAlone(from, index))
                || (suspect != null && suspect.isQuarantined(now))) {
            return List.of();
        }
        int most = suspect != null && suspect.isOnProbation() ? Math.min(free, held.isEmpty() ? 1 : 0) : free;
        var chosen = new ArrayList<Integer>();
        for (int index : from.ready()) {
            if (chosen.size() >= most) {
                break;
            }
            if (!isDue(from.trial(index).notBeforeMillis()) || (suspect != null && isForOthers(from, index, suspect))) {
                continue;
            }
            if (!runsAlone(from, index)) {
                chosen.add(index);
            } else if (held.isEmpty() && chosen.isEmpty()) {
                return List.of(index);
            }
        }
        return chosen;
    }

    /** Where a trial has just failed it is not tried again at once: whether it or the worker is at fault shows elsewhere. */
    private boolean isForOthers(SweepState from, int index, Suspect suspect) {
        long due = from.trial(index).notBeforeMillis();
        return now < due + QuarantinePolicy.ELSEWHERE_FIRST_MILLIS
                && suspect.failed().contains(from.plan().trials().get(index).id());
    }

    private static boolean runsAlone(SweepState from, int index) {
        return from.trial(index).failuresOf(FailureClass.INFRASTRUCTURE) >= LOSSES_BEFORE_ALONE;
    }

    /** A time further off than any backoff was written by a clock that was ahead. */
    private boolean isDue(long notBeforeMillis) {
        return notBeforeMillis <= now || notBeforeMillis > now + RetryPolicy.LONGEST_BACKOFF_MILLIS;
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
                        from.result(dependency).orElseThrow()))
                .toList();
        return new RunAttempt(attempt, planned.spec().canonicalForm(), inputs);
    }
}
