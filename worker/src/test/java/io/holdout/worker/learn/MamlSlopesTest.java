package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.holdout.protocol.catalog.TaskTarget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Second-order meta-gradients in double precision: along any direction they are the slope of the query loss. */
class MamlSlopesTest {
    private static final double TOLERANCE = 1e-6;
    private static final double STEP = 1e-6;
    private static final int DIRECTIONS = 6;
    private static final int SIDE = 16;

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
    @EnumSource
    void of_a_smooth_network(TaskTarget target) {
        var episode = new Episode(
                MamlTest.SMOOTH, List.of("layer.weight"), new Shape(MamlTest.SAMPLES, MamlTest.INPUTS), target);
        assertSlopes(episode);
    }

    /** Convolutions, batch norms, rectifiers and pooling; the step is too short to cross a kink. */
    @ParameterizedTest
    @EnumSource
    void of_conv4(TaskTarget target) {
        var conv4 = new Conv4(2, SIDE);
        var names = List.copyOf(conv4.shapes().keySet());
        assertSlopes(new Episode(conv4, names, new Shape(MamlTest.SAMPLES, 3, SIDE, SIDE), target));
    }

    private record Episode(Backbone backbone, List<String> names, Shape images, TaskTarget target) {}

    private void assertSlopes(Episode episode) {
        List<double[]> at = new ArrayList<>();
        for (String name : episode.names) {
            at.add(doubles(ParityNetworks.weights(name, shape(episode, name))));
        }
        List<double[]> gradient = gradient(episode, at);
        for (int d = 0; d < DIRECTIONS; d++) {
            List<double[]> direction = direction(episode, at, d);
            double slope = (loss(episode, moved(at, direction, STEP)) - loss(episode, moved(at, direction, -STEP)))
                    / (2 * STEP);
            double expected = 0;
            for (int i = 0; i < at.size(); i++) {
                for (int j = 0; j < at.get(i).length; j++) {
                    expected += gradient.get(i)[j] * direction.get(i)[j];
                }
            }
            double error = Math.abs(slope / expected - 1);
            assertTrue(error < TOLERANCE, "direction " + d + ": " + expected + ", but the slope is " + slope);
        }
    }

    private static long[] shape(Episode episode, String name) {
        return episode.backbone.shapes().get(name);
    }

    /** Normally distributed; nowhere for buffers, which have no gradient. */
    private static List<double[]> direction(Episode episode, List<double[]> at, int number) {
        var direction = new ArrayList<double[]>();
        for (int i = 0; i < at.size(); i++) {
            int size = at.get(i).length;
            boolean trained = Parameters.isTrained(episode.names.get(i));
            direction.add(trained ? MamlTest.normals(100L * number + i, size) : new double[size]);
        }
        return direction;
    }

    private static List<double[]> moved(List<double[]> at, List<double[]> direction, double by) {
        var moved = new ArrayList<double[]>();
        for (int i = 0; i < at.size(); i++) {
            double[] values = at.get(i).clone();
            for (int j = 0; j < values.length; j++) {
                values[j] += by * direction.get(i)[j];
            }
            moved.add(values);
        }
        return moved;
    }

    private List<double[]> gradient(Episode episode, List<double[]> at) {
        try (NDManager scope = manager.newSubManager()) {
            Parameters parameters = parameters(scope, episode, at);
            Learned found = Learned.of(parameters, metaLoss(scope, episode, parameters, true));
            var gradient = new ArrayList<double[]>();
            for (int i = 0; i < at.size(); i++) {
                String name = episode.names.get(i);
                gradient.add(
                        Parameters.isTrained(name)
                                ? found.gradients().get(name).toDoubleArray()
                                : new double[at.get(i).length]);
            }
            return gradient;
        }
    }

    /** By the way of first order, which is that of second order without a graph that could mislead it. */
    private double loss(Episode episode, List<double[]> at) {
        try (NDManager scope = manager.newSubManager()) {
            return metaLoss(scope, episode, parameters(scope, episode, at), false)
                    .loss()
                    .getDouble();
        }
    }

    private LossGradients metaLoss(NDManager scope, Episode episode, Parameters parameters, boolean secondOrder) {
        var maml = new Maml(new Network(episode.backbone, SIDE, new Loaders(1)), Autograd.in(scope), 0.25);
        return maml.metaGradient(
                scope, parameters, samples(scope, episode, 2), samples(scope, episode, 3), 3, secondOrder);
    }

    private static Parameters parameters(NDManager scope, Episode episode, List<double[]> at) {
        var parameters = new Parameters();
        for (int i = 0; i < at.size(); i++) {
            String name = episode.names.get(i);
            NDArray array = array(scope, at.get(i), new Shape(shape(episode, name)));
            array.setRequiresGradient(Parameters.isTrained(name));
            parameters.put(name, array);
        }
        return parameters;
    }

    private static Maml.Samples samples(NDManager scope, Episode episode, long seed) {
        double[] pixels = MamlTest.normals(seed, Math.toIntExact(episode.images.size()));
        return new Maml.Samples(array(scope, pixels, episode.images), MamlTest.targets(episode.target));
    }

    private static NDArray array(NDManager scope, double[] values, Shape shape) {
        return scope.create(values, shape).toType(DataType.FLOAT64, true);
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
