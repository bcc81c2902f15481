package io.holdout.worker.data;

/** Where a learner gets datasets from; opened ones are kept open and shared. */
public interface Datasets {
    /**
     * Opens a dataset.
     *
     * @throws io.holdout.protocol.failure.HoldoutException DATA_MISSING or DATA_UNREADABLE (class USER) naming the file
     */
    Dataset open(String id);

    /** SHA-256 over all of a dataset that can change a result: description, labels, splits, pixels. */
    String fingerprint(String id);
}
