package io.holdout.coordinator.sweep;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * A result that an earlier sweep made of a trial.
 *
 * @param sweep the earlier one
 * @param durationMillis 0 if several attempts made it, so that no single time is its own
 * @param worker that made it, on {@code node}
 * @param pack content hash of the artifact that has the result with others; empty if it has one of its own
 */
public record Reused(
        @Tag(1) TrialId trial,
        @Tag(2) String sweep,
        @Tag(3) String result,
        @Tag(4) double headline,
        @Tag(5) long durationMillis,
        @Tag(6) String worker,
        @Tag(7) NodeInfo node,
        @Tag(8) String pack)
        implements WireValue {
    /** Of a result with an artifact of its own. */
    public Reused(
            TrialId trial,
            String sweep,
            String result,
            double headline,
            long durationMillis,
            String worker,
            NodeInfo node) {
        this(trial, sweep, result, headline, durationMillis, worker, node, "");
    }

    /** Where the result is. */
    public ResultRef ref() {
        return new ResultRef(result, pack);
    }

    /** As a success without an attempt of its own in the sweep that takes it, for whoever lists successes. */
    public SweepEvent.TrialSucceeded asSuccess(String into, long atMillis) {
        var none = new AttemptId(into, trial, 0);
        return new SweepEvent.TrialSucceeded(none, result, headline, durationMillis, worker, node, atMillis, pack);
    }
}
