package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losses against their textbook formulas. */
class LossTest {
    private static final Targets CLASSES = new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, 3, 2, new int[] {2, 0});
    private static final Targets LABELS =
            new Targets(TaskTarget.MULTILABEL_CLASSIFICATION, 2, 2, new int[] {1, 0, 0, 1});
    private NDManager manager;

    @BeforeEach
    void start() {
        TestEngine.start();
        TorchEngine.enter();
        manager = TorchEngine.newManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void cross_entropy_is_the_mean_negative_log_probability() {
        float[] logits = {1, 2, 3, 0.5f, -1, 0};
        double expected = -(logSoftmax(logits, 0, 2) + logSoftmax(logits, 3, 0)) / 2;
        assertEquals(expected, loss(CLASSES, null, logits), 1e-6);
    }

    @Test
    void weighted_cross_entropy_is_the_weighted_mean_of_torch() {
        float[] logits = {1, 2, 3, 0.5f, -1, 0};
        double expected = -(4 * logSoftmax(logits, 0, 2) + 1 * logSoftmax(logits, 3, 0)) / 5;
        assertEquals(expected, loss(CLASSES, new float[] {1, 9, 4}, logits), 1e-6);
    }

    @Test
    void binary_cross_entropy_weighs_positives_alone() {
        float[] logits = {1, -2, 0.5f, 3};
        double expected = (5 * softplus(-1) + softplus(-2) + softplus(0.5) + 2 * softplus(-3)) / 4;
        assertEquals(expected, loss(LABELS, new float[] {5, 2}, logits), 1e-6);
    }

    @Test
    void binary_cross_entropy_stays_exact_for_large_logits() {
        assertEquals(1000.0 / 4, loss(LABELS, null, new float[] {-1000, -1000, -1000, 1000}), 1e-3);
        assertEquals(0, loss(LABELS, null, new float[] {1000, -1000, -1000, 1000}), 1e-6);
    }

    @Test
    void the_gradient_at_zero_is_one_half_less_the_target() {
        NDArray logits = Torch.array(manager, new float[4], 2, 2);
        logits.setRequiresGradient(true);
        var loss = new Loss(manager, LABELS, null);
        NDArray value = Gradients.recording(() -> loss.of(logits));
        NDArray gradient =
                Autograd.in(manager).of(value, List.of(logits), false).get(0);
        assertArrayEquals(new float[] {-0.125f, 0.125f, 0.125f, -0.125f}, gradient.toFloatArray());
    }

    private double loss(Targets targets, float @Nullable [] weights, float[] logits) {
        NDArray array = Torch.array(manager, logits, targets.samples(), targets.headOutputs());
        return new Loss(manager, targets, weights).of(array).getFloat();
    }

    private static double logSoftmax(float[] logits, int from, int k) {
        double sum = 0;
        for (int i = from; i < from + 3; i++) {
            sum += Math.exp(logits[i]);
        }
        return logits[from + k] - Math.log(sum);
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
