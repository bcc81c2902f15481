package io.holdout.worker.learn;

/** What one kind of training does in its epochs; {@link TrainingLoop} does the rest. */
interface Epochs {
    /** Steps in each epoch. */
    int steps();

    /**
     * Gets ready for the steps of an epoch.
     *
     * @param epoch from 1
     * @param firstStep the first to be run, from 0
     */
    void begin(int epoch, int firstStep);

    /**
     * Runs one step, from 0, and moves the parameters.
     *
     * @return its loss, which is finite
     * @throws io.holdout.protocol.failure.HoldoutException NOT_FINITE
     */
    double step(int epoch, int step);

    /**
     * Tells how good the parameters are after an epoch.
     *
     * @param afterChunk to be called after each part of the work
     */
    Found validate(int epoch, Runnable afterChunk);

    /** Means over tasks; NaN where nothing is defined. */
    record Found(double loss, double auroc) {}
}
