package io.holdout.cli;

import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.worker.learn.Checkpoints;
import io.holdout.worker.learn.Learner;
import io.holdout.worker.learn.Progress;
import io.holdout.worker.learn.StoppedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits instead of learning.
 *
 * @param millis how long each trial takes; 0 for not at all
 * @param executions where begins and ends are noted; empty for nowhere
 */
record IdleLearner(long millis, Optional<Executions> executions) implements Learner {
    @Override
    public TrialResult run(
            TrialSpec trial, Map<TrialId, TrialResult> inputs, Progress progress, Checkpoints checkpoints) {
        var adapt = (AdaptSpec) trial;
        executions.ifPresent(each -> each.began(trial.id().shortHex()));
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new StoppedException();
            }
        }
        executions.ifPresent(each -> each.ended(trial.id().shortHex()));
        // a number of its own, so that each result is an artifact of its own
        double auroc = Long.parseUnsignedLong(trial.id().hex().substring(0, 13), 16) * 0x1.0p-52;
        return new TrialResult.Adapted(List.of(new TrialResult.EpisodePoint(
                adapt.fromEpisode(), adapt.method().steps().get(0), auroc, auroc, 0.5)));
    }
}
