package io.holdout.worker.learn;

import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.List;

/** Learns an episode's support set and is tested on its query set. */
interface EpisodeLearner {
    /** Units of work an episode. */
    int units();

    /**
     * Learns and tests one episode; nothing of it remains.
     *
     * @param afterUnit to be called after each unit of work
     * @return one point for each step count of the trial, ascending
     */
    List<EpisodePoint> learn(AdaptTrial.Loaded loaded, Runnable afterUnit);
}
