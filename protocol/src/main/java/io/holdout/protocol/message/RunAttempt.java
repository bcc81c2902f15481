package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import java.util.List;

/**
 * Run this. May come twice; a worker that holds the attempt ignores the second.
 *
 * @param spec the trial's canonical JSON; its SHA-256 must be the attempt's trial id
 * @param inputs results of the trial's dependencies
 */
public record RunAttempt(@Tag(1) AttemptId attempt, @Tag(2) String spec, @Tag(3) List<TrialInput> inputs)
        implements ToWorker {}
