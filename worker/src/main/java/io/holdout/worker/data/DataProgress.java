package io.holdout.worker.data;

/** Is told how far a long walk over the images of a dataset has come; called on the walking thread. */
@FunctionalInterface
public interface DataProgress {
    /**
     * One more image is done.
     *
     * @param dataset id of the dataset
     * @param done images finished, from 1
     * @param of images of the dataset
     */
    void at(String dataset, int done, int of);
}
