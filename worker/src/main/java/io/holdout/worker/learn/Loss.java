package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.Targets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The losses of the four kinds of target, as coefficients of smooth terms.
 *
 * <p>Cross-entropy is {@code sum(positive * -logSoftmax(x))}: the mean over samples, weighted by class as torch does it.
 * Binary cross-entropy with logits is {@code sum(positive * softplus(-x) + negative * softplus(x))}: the mean over samples
 * and outputs. The usual form with max(x, 0) and |x| has no second derivative at 0, where a head of zeros starts.
 */
final class Loss {
    private final boolean singleChoice;
    private final NDArray positive;
    private final NDArray negative;

    /**
     * Puts targets on the device.
     *
     * @param weights one a class (single-choice) or positive weights, one an output; null for none
     */
    Loss(NDManager manager, Targets targets, float @Nullable [] weights) {
        singleChoice = targets.target().isSingleChoice();
        int outputs = targets.headOutputs();
        float[] ones = new float[targets.samples() * outputs];
        float[] zeros = new float[ones.length];
        if (singleChoice) {
            fillChoices(targets, weights, ones);
        } else {
            fillAnswers(targets, weights, ones, zeros);
        }
        positive = Torch.array(manager, ones, targets.samples(), outputs);
        negative = Torch.array(manager, zeros, targets.samples(), outputs);
    }

    private static void fillChoices(Targets targets, float @Nullable [] weights, float[] ones) {
        double total = 0;
        for (int value : targets.values()) {
            total += weight(weights, value);
        }
        for (int sample = 0; sample < targets.samples(); sample++) {
            int value = targets.values()[sample];
            ones[sample * targets.headOutputs() + value] = (float) (weight(weights, value) / total);
        }
    }

    private static void fillAnswers(Targets targets, float @Nullable [] weights, float[] ones, float[] zeros) {
        for (int i = 0; i < ones.length; i++) {
            if (targets.values()[i] == 1) {
                ones[i] = (float) (weight(weights, i % targets.headOutputs()) / ones.length);
            } else {
                zeros[i] = (float) (1.0 / ones.length);
            }
        }
    }

    private static double weight(float @Nullable [] weights, int index) {
        return weights == null ? 1 : weights[index];
    }

    /** Mean loss of logits, N x outputs; keeps them. */
    NDArray of(NDArray logits) {
        if (singleChoice) {
            try (NDArray probabilities = Torch.logSoftmax(logits);
                    NDArray terms = probabilities.mul(positive);
                    NDArray sum = terms.sum()) {
                return sum.neg();
            }
        }
        try (NDArray opposite = logits.neg();
                NDArray onPositives = weighted(opposite, positive);
                NDArray onNegatives = weighted(logits, negative)) {
            return onPositives.add(onNegatives);
        }
    }

    private static NDArray weighted(NDArray logits, NDArray coefficients) {
        try (NDArray soft = Torch.softplus(logits);
                NDArray terms = soft.mul(coefficients)) {
            return terms.sum();
        }
    }

    /** @throws HoldoutException NOT_FINITE */
    static double finite(NDArray loss, Supplier<String> where) {
        float value = Torch.values(loss)[0];
        return Float.isFinite(value) ? value : finite(value, "the loss", where.get());
    }

    /** @throws HoldoutException NOT_FINITE */
    static double finite(double value, String what, String where) {
        if (!Double.isFinite(value)) {
            throw new HoldoutException(
                    new Failure(FailureClass.NUMERIC, "NOT_FINITE", what + " became " + value + " in " + where));
        }
        return value;
    }
}
