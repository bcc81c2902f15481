package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A loss, and its gradients by some parameters in their order. */
record LossGradients(NDArray loss, List<NDArray> gradients) {}
