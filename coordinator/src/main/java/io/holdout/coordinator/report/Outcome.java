package io.holdout.coordinator.report;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.TrialResult;

/** What a table needs to know of a trial. */
public sealed interface Outcome {
    /** It succeeded. */
    record Done(TrialResult result) implements Outcome {}

    /** An attempt runs now. */
    record Running() implements Outcome {}

    /** It was given up. */
    record Failed(Failure failure) implements Outcome {}

    /** No attempt runs, and it has neither succeeded nor been given up. */
    record NotRun() implements Outcome {}
}
