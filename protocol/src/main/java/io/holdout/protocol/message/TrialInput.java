package io.holdout.protocol.message;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * A finished dependency and its result.
 *
 * @param result content hash of the result
 * @param pack content hash of the artifact that has it with others; empty if it has one of its own
 */
public record TrialInput(@Tag(1) TrialId trial, @Tag(2) String result, @Tag(3) String pack) implements WireValue {
    public TrialInput(TrialId trial, ResultRef result) {
        this(trial, result.hash(), result.pack());
    }

    /** Where it is. */
    public ResultRef ref() {
        return new ResultRef(result, pack);
    }
}
