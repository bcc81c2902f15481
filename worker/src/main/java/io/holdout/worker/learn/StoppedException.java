package io.holdout.worker.learn;

/** A trial ended because it was told to, not because it failed. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("told to stop");
    }
}
