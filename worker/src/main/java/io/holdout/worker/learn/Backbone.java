package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** A network as a pure function of named arrays: fast weights of MAML are just other arrays. */
interface Backbone {
    /** Every parameter and buffer: name to shape, in the order in which files hold them. */
    Map<String, long[]> shapes();

    /** Length of a feature vector. */
    int features();

    /**
     * Feature vectors of a batch.
     *
     * @param x images N,3,H,W; kept
     * @return N x features
     */
    NDArray forward(Parameters parameters, NDArray x, BatchNormMode mode);
}
