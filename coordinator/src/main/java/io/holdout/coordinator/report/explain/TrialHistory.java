package io.holdout.coordinator.report.explain;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to one trial, attempt by attempt. */
public final class TrialHistory {
    /** One execution. Times are milliseconds since 1970. */
    public static final class Attempt {
        final int number;
        final String worker;
        final long startedMillis;
        long endedMillis;
        long durationMillis;
        String outcome = "running";

        @Nullable
        Failure failure;

        @Nullable
        NodeInfo node;

        Attempt(int number, String worker, long startedMillis) {
            this.number = number;
            this.worker = worker;
            this.startedMillis = startedMillis;
        }
    }

    private final TrialId trial;
    final List<Attempt> attempts = new ArrayList<>();

    @Nullable
    ResultRef result;

    long divergences;

    @Nullable
    Failure givenUp;

    TrialHistory(TrialId trial) {
        this.trial = trial;
    }

    /** Events of the sweep, in order; those of other trials change nothing. */
    void take(SweepEvent event) {
        if (event instanceof SweepEvent.AttemptStarted started
                && started.attempt().trial().equals(trial)) {
            attempts.add(new Attempt(started.attempt().number(), started.worker(), started.atMillis()));
        } else if (event instanceof SweepEvent.SecondAttemptStarted second
                && second.attempt().trial().equals(trial)) {
            attempts.add(new Attempt(second.attempt().number(), second.worker(), second.atMillis()));
        } else if (event instanceof SweepEvent.TrialSucceeded done
                && done.attempt().trial().equals(trial)) {
            result = done.ref();
            attempts.stream().filter(each -> each.outcome.equals("running")).forEach(late -> {
                late.outcome = "not needed";
                late.endedMillis = done.atMillis();
            });
            attempt(done.attempt().number()).ifPresent(attempt -> {
                attempt.outcome = "succeeded";
                attempt.endedMillis = done.atMillis();
                attempt.durationMillis = done.durationMillis();
                attempt.node = done.node();
            });
        } else if (event instanceof SweepEvent.AttemptFailed failed
                && failed.attempt().trial().equals(trial)) {
            attempt(failed.attempt().number()).ifPresent(attempt -> {
                attempt.outcome = failed.reported() ? "failed" : "lost";
                attempt.endedMillis = failed.atMillis();
                attempt.failure = failed.failure();
            });
        } else if (event instanceof SweepEvent.ResultDiverged other
                && other.attempt().trial().equals(trial)) {
            divergences++;
        } else if (event instanceof SweepEvent.TrialGivenUp gone && gone.trial().equals(trial)) {
            givenUp = gone.failure();
        } else if (event instanceof SweepEvent.ResultLost lost && lost.trial().equals(trial)) {
            result = null;
        }
    }

    private Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(each -> each.number == number).reduce((earlier, later) -> later);
    }
}
