package io.holdout.worker.learn;

import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.util.Map;

/** Runs one trial to its result. */
public interface Learner {
    /**
     * Runs a trial; the same arguments give the same result, bit for bit, on one kind of device with one thread count.
     *
     * @param inputs results of the trial's dependencies
     * @param progress told of steps; asked whether to stop
     * @param checkpoints asked for the trial's newest one first
     * @throws io.holdout.protocol.failure.HoldoutException with a typed failure
     * @throws StoppedException if {@code progress} asked to stop
     */
    TrialResult run(TrialSpec trial, Map<TrialId, TrialResult> inputs, Progress progress, Checkpoints checkpoints);

    /** What its trials use and have used, all together; cheap. */
    default Usage usage() {
        return Usage.UNKNOWN;
    }

    /**
     * For people who watch.
     *
     * @param images read since the process began
     * @param memoryMiB of the device that is in use now, by whatever process; 0 if unknown
     */
    record Usage(long images, int memoryMiB) {
        static final Usage UNKNOWN = new Usage(0, 0);
    }
}
