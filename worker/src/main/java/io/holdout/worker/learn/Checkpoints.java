package io.holdout.worker.learn;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a running trial keeps what it needs to go on after its process died. A trial that went on gives the same result,
 * bit for bit, as one that was never interrupted.
 */
public interface Checkpoints {
    /** Keeps nothing. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<Checkpoint> latest() {
            return Optional.empty();
        }

        @Override
        public boolean due() {
            return false;
        }

        @Override
        public void save(long position, String facts, Map<String, Supplier<byte[]>> parts) {}
    };

    /**
     * What was kept.
     *
     * @param facts JSON
     * @param parts name to bytes
     */
    record Checkpoint(String facts, Map<String, byte[]> parts) {}

    /** The newest checkpoint that is whole and undamaged. */
    Optional<Checkpoint> latest();

    /** Whether one should be saved now; asked after every step, so it must be cheap. */
    boolean due();

    /**
     * Keeps a checkpoint; it is there whole or not at all. What cannot be kept costs no more than work done twice, so this
     * does not fail.
     *
     * @param position grows from checkpoint to checkpoint
     * @param facts JSON
     * @param parts name to bytes; a name stands for the same bytes in every checkpoint of the trial, so that those that
     *     are kept already need not be made
     */
    void save(long position, String facts, Map<String, Supplier<byte[]>> parts);
}
