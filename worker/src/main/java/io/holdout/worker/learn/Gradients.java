package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** Turns autograd on for one computation in this thread; DJL's own collector is one for the whole process. */
final class Gradients {
    private Gradients() {}

    /** Runs with gradients on, and turns them off after. */
    static <T> T recording(Supplier<T> computation) {
        JniUtils.setGradMode(true);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    /** Adds the gradients of a scalar to the parameters it was computed from. */
    static void backward(NDArray loss) {
        try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }
}
