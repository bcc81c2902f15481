package io.holdout.worker.run;

import io.holdout.protocol.trial.TrialId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Checkpoints of running trials: one folder a trial, on a disk that all workers share, so that a trial goes on anywhere.
 */
public final class CheckpointFolder {
    private final Path root;
    private final Duration every;
    private final LongSupplier nanos;

    /** @param every time between two checkpoints of a trial */
    public CheckpointFolder(Path root, Duration every) {
        this(root, every, System::nanoTime);
    }

    CheckpointFolder(Path root, Duration every, LongSupplier nanos) {
        this.root = root;
        this.every = every;
        this.nanos = nanos;
    }

    TrialCheckpoints of(TrialId trial) {
        return new TrialCheckpoints(root.resolve(trial.hex()), trial, every, nanos);
    }
}
