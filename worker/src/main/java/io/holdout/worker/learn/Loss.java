package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.Targets;
import org.jspecify.annotations.Nullable;

/** The losses of the four kinds of target: cross-entropy, or binary cross-entropy with logits. */
final class Loss {
    private final boolean singleChoice;
    private final NDArray target;
    private final @Nullable NDArray weight;

    /**
     * Puts targets on the device.
     *
     * @param weights one a class (single-choice) or positive weights, one an output; null for none
     */
    Loss(NDManager manager, Targets targets, float @Nullable [] weights) {
        singleChoice = targets.target().isSingleChoice();
        int[] values = targets.values();
        if (singleChoice) {
            long[] classes = new long[values.length];
            for (int i = 0; i < values.length; i++) {
                classes[i] = values[i];
            }
            target = manager.create(classes, new Shape(values.length, 1));
            weight = weights == null ? null : manager.create(perSample(values, weights), new Shape(values.length, 1));
        } else {
            float[] ones = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                ones[i] = values[i];
            }
            target = manager.create(ones, new Shape(targets.samples(), targets.headOutputs()));
            weight = weights == null ? null : manager.create(weights, new Shape(1, weights.length));
        }
    }

    private static float[] perSample(int[] classes, float[] weights) {
        float[] each = new float[classes.length];
        for (int i = 0; i < classes.length; i++) {
            each[i] = weights[classes[i]];
        }
        return each;
    }

    /** Mean loss of logits, N x outputs; keeps them. */
    NDArray of(NDArray logits) {
        if (singleChoice) {
            NDArray picked = Torch.logSoftmax(logits).gather(target, 1).neg();
            return weight == null ? picked.mean() : picked.mul(weight).sum().div(weight.sum());
        }
        // max(x,0) - x*y + log(1 + exp(-|x|)), with the positive part weighted as torch's pos_weight
        NDArray softplus = logits.abs().neg().exp().add(1).log();
        if (weight == null) {
            return logits.maximum(0).sub(logits.mul(target)).add(softplus).mean();
        }
        NDArray negated = logits.neg().maximum(0).add(softplus);
        NDArray scale = target.mul(weight.sub(1)).add(1);
        return target.neg().add(1).mul(logits).add(scale.mul(negated)).mean();
    }

    /** @throws HoldoutException NOT_FINITE */
    static double finite(NDArray loss, String where) {
        float value = loss.toType(DataType.FLOAT32, false).getFloat();
        if (!Float.isFinite(value)) {
            throw new HoldoutException(
                    new Failure(FailureClass.NUMERIC, "NOT_FINITE", "the loss became " + value + " in " + where));
        }
        return value;
    }
}
