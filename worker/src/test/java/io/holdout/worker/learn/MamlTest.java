package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Meta-gradients against finite differences, on a network without kinks. */
class MamlTest {
    static final int INPUTS = 6;
    private static final int FEATURES = 4;
    static final int SAMPLES = 6;
    private static final int INNER_STEPS = 3;
    private static final double INNER_RATE = 0.5;
    private static final double TOLERANCE = 1e-3;

    /** tanh of a linear layer. */
    static final Backbone SMOOTH = new Backbone() {
        @Override
        public Map<String, long[]> shapes() {
            return Map.of("layer.weight", new long[] {INPUTS, FEATURES});
        }

        @Override
        public int features() {
            return FEATURES;
        }

        @Override
        public NDArray forward(Parameters parameters, NDArray x, BatchNormMode mode) {
            return x.matMul(parameters.get("layer.weight")).tanh();
        }
    };

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

    @ParameterizedTest
    @EnumSource(TaskTarget.class)
    void second_order_gradients_are_the_slopes_of_the_query_loss(TaskTarget target) {
        double[] weights = normals(1, INPUTS * FEATURES);
        double[] gradient = gradient(weights, target, true);
        // large enough for single precision, small enough for the curvature
        double step = 1e-2;
        for (int i = 0; i < weights.length; i++) {
            double slope = (queryLoss(moved(weights, i, step), target) - queryLoss(moved(weights, i, -step), target))
                    / (2 * step);
            assertEquals(slope, gradient[i], TOLERANCE, "weight " + i);
        }
    }

    @Test
    void first_order_gradients_leave_the_way_of_the_inner_steps_out() {
        double[] weights = normals(1, INPUTS * FEATURES);
        double[] first = gradient(weights, TaskTarget.MULTICLASS_CLASSIFICATION, false);
        double[] second = gradient(weights, TaskTarget.MULTICLASS_CLASSIFICATION, true);
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i] - second[i]));
        }
        assertTrue(largest > 10 * TOLERANCE, "largest difference " + largest);
    }

    @Test
    void an_episode_leaves_the_running_statistics_as_they_were() {
        Backbone conv4 = Backbones.of(Trials.CONV4);
        Parameters parameters = Parameters.of(manager, Initialiser.backbone(conv4, 1));
        var network = new Network(conv4, PaintedDatasets.SIDE, new Loaders(1));
        var maml = new Maml(network, Autograd.in(manager), 0.1);
        float[] before = parameters.get("block2.norm.running_var").toFloatArray();
        float[] pixels = new float[SAMPLES * 3 * PaintedDatasets.SIDE * PaintedDatasets.SIDE];
        var random = new SplittableRandom(3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = Torch.images(scope, pixels, SAMPLES, PaintedDatasets.SIDE);
            var samples = new Maml.Samples(images, targets(TaskTarget.MULTICLASS_CLASSIFICATION));
            maml.metaGradient(scope, parameters, samples, samples, 2, true);
            maml.adapt(scope, parameters, samples, images, 2);
        }
        assertArrayEquals(before, parameters.get("block2.norm.running_var").toFloatArray());
    }

    private double[] gradient(double[] weights, TaskTarget target, boolean secondOrder) {
        try (NDManager scope = manager.newSubManager()) {
            Parameters parameters = parameters(scope, weights);
            float[] values = metaLoss(scope, parameters, target, secondOrder)
                    .gradients()
                    .get(0)
                    .toFloatArray();
            double[] gradient = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                gradient[i] = values[i];
            }
            return gradient;
        }
    }

    private double queryLoss(double[] weights, TaskTarget target) {
        try (NDManager scope = manager.newSubManager()) {
            // the way of first order is that of second order, and no graph can mislead it
            return metaLoss(scope, parameters(scope, weights), target, false)
                    .loss()
                    .getFloat();
        }
    }

    private static LossGradients metaLoss(
            NDManager scope, Parameters parameters, TaskTarget target, boolean secondOrder) {
        var maml = new Maml(new Network(SMOOTH, 1, new Loaders(1)), Autograd.in(scope), INNER_RATE);
        return maml.metaGradient(
                scope, parameters, samples(scope, target, 2), samples(scope, target, 3), INNER_STEPS, secondOrder);
    }

    private static Parameters parameters(NDManager scope, double[] weights) {
        NDArray array = Torch.array(scope, floats(weights), INPUTS, FEATURES);
        array.setRequiresGradient(true);
        var parameters = new Parameters();
        parameters.put("layer.weight", array);
        return parameters;
    }

    private static Maml.Samples samples(NDManager scope, TaskTarget target, long seed) {
        NDArray images = Torch.array(scope, floats(normals(seed, SAMPLES * INPUTS)), SAMPLES, INPUTS);
        return new Maml.Samples(images, targets(target));
    }

    static Targets targets(TaskTarget target) {
        return switch (target) {
            case MULTICLASS_CLASSIFICATION, ORDINAL_REGRESSION ->
                new Targets(target, 3, SAMPLES, new int[] {0, 1, 2, 0, 1, 2});
            case BINARY_CLASSIFICATION -> new Targets(target, 2, SAMPLES, new int[] {0, 1, 1, 0, 1, 0});
            case MULTILABEL_CLASSIFICATION ->
                new Targets(target, 2, SAMPLES, new int[] {0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1});
        };
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] moved(double[] weights, int index, double by) {
        double[] moved = weights.clone();
        moved[index] += by;
        return moved;
    }

    static double[] normals(long seed, int count) {
        var random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        }
        return values;
    }
}
