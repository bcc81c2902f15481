package io.holdout.worker.learn;

/** How a running trial tells how far it is, and learns that it should stop. Called often; must be cheap. */
public interface Progress {
    /**
     * Tells how far the trial is.
     *
     * @param done units of work done
     * @param total units of work expected; may shrink when training stops early
     * @param note for people, such as {@code "epoch 3, validation AUROC 0.812"}
     */
    void at(long done, long total, String note);

    /** Whether the trial should end at once by throwing {@link StoppedException}. */
    boolean shouldStop();
}
