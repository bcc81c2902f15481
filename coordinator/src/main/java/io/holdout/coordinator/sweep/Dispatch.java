package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.PlannedTrial;
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

    /** Trials to start on a worker, the most urgent first; at most {@code free}. */
    List<Integer> choose(SweepState from, String worker, int free) {
        var chosen = new ArrayList<Integer>();
        boolean isEmpty = from.heldBy(worker).isEmpty();
        if (from.heldBy(worker).stream().anyMatch(index -> runsAlone(from, index))) {
            return chosen;
        }
        for (int index : from.ready()) {
            if (chosen.size() >= free) {
                break;
            }
            if (!isDue(from.trial(index).notBeforeMillis())) {
                continue;
            }
            if (!runsAlone(from, index)) {
                chosen.add(index);
            } else if (isEmpty && chosen.isEmpty()) {
                return List.of(index);
            }
        }
        return chosen;
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
