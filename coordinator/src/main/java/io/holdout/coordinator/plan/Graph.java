package io.holdout.coordinator.plan;

import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialSpec;

/** Where trials are added to, each once. */
interface Graph {
    /**
     * The index of this trial, added if it is new. Its dependencies must be there already.
     *
     * @param what see {@link PlannedTrial}
     */
    int add(TrialSpec spec, String what);

    TrialId id(int index);

    /** Estimated work of a trial in GFLOP. */
    double cost(TrialSpec spec);
}
