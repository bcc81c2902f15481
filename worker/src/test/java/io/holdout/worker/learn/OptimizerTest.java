package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.OptimizerSettings.Kind;
import io.holdout.protocol.trial.OptimizerSettings.Schedule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The optimizers against their formulas in {@code torch.optim}, written out. */
class OptimizerTest {
    private static final int STEPS = 20;
    /** Small gradients make epsilon count. */
    private static final float[] SLOPES = {3f, -0.2f, 1e-7f};

    private static final float[] START = {1, 2, 3};

    private NDManager manager;

    @BeforeEach
    void open() {
        TestEngine.start();
        TorchEngine.enter();
        manager = TorchEngine.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static float factor(int step) {
        return step % 3 - 0.5f;
    }

    private Optimizer optimizer(Parameters parameters, OptimizerSettings settings) {
        return new Optimizer(manager, new TorchScript(manager), parameters, settings, STEPS);
    }

    private Parameters parameters() {
        var parameters = new Parameters();
        NDArray array = Torch.array(manager, START, START.length);
        array.setRequiresGradient(true);
        parameters.put("w", array);
        return parameters;
    }

    private void step(Optimizer optimizer, int step) {
        float[] gradient = new float[SLOPES.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = SLOPES[i] * factor(step);
        }
        try (NDArray array = Torch.array(manager, gradient, gradient.length)) {
            optimizer.step(List.of("w"), List.of(array));
        }
    }

    private float[] moved(OptimizerSettings settings) {
        Parameters parameters = parameters();
        Optimizer optimizer = optimizer(parameters, settings);
        for (int step = 1; step <= STEPS; step++) {
            step(optimizer, step);
        }
        return parameters.get("w").toFloatArray();
    }

    private static void assertClose(double[] expected, float[] found) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 2e-6, "weight " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ADAM", "ADAMW"})
    void adam_moves_weights_as_its_formula_says(Kind kind) {
        double[] expected = {1, 2, 3};
        double[] mean = new double[3];
        double[] square = new double[3];
        for (int step = 1; step <= STEPS; step++) {
            double rate = 1e-2 * (1 + Math.cos(Math.PI * (step - 1) / STEPS)) / 2;
            for (int i = 0; i < 3; i++) {
                double gradient = SLOPES[i] * factor(step);
                if (kind == Kind.ADAM) {
                    gradient += 0.1 * expected[i];
                } else {
                    expected[i] -= rate * 0.1 * expected[i];
                }
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                double corrected = mean[i] / (1 - Math.pow(0.9, step));
                double deviation = Math.sqrt(square[i] / (1 - Math.pow(0.999, step)));
                expected[i] -= rate * corrected / (deviation + 1e-8);
            }
        }
        assertClose(expected, moved(new OptimizerSettings(kind, 1e-2, 0.1, 0, Schedule.COSINE, 0)));
    }

    @Test
    void sgd_moves_weights_as_its_formula_says_with_momentum_decay_and_a_clipped_norm() {
        double[] expected = {1, 2, 3};
        double[] velocity = new double[3];
        for (int step = 1; step <= STEPS; step++) {
            double norm = 0;
            for (float slope : SLOPES) {
                norm += Math.pow(slope * factor(step), 2);
            }
            double clip = Math.min(1, 2 / (Math.sqrt(norm) + 1e-6));
            for (int i = 0; i < 3; i++) {
                double gradient = SLOPES[i] * factor(step) * clip + 0.1 * expected[i];
                velocity[i] = 0.9 * velocity[i] + gradient;
                expected[i] -= 1e-2 * velocity[i];
            }
        }
        assertClose(expected, moved(new OptimizerSettings(Kind.SGD, 1e-2, 0.1, 0.9, Schedule.CONSTANT, 2)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_restored_state_goes_on_bit_for_bit(Kind kind) {
        var settings = new OptimizerSettings(kind, 1e-2, 0.01, 0.9, Schedule.COSINE, 1);
        float[] uninterrupted = moved(settings);
        Parameters parameters = parameters();
        Optimizer first = optimizer(parameters, settings);
        for (int step = 1; step <= 7; step++) {
            step(first, step);
        }
        Tensors state = parameters.tensors();
        first.save(state);
        Parameters others = parameters();
        others.set(state);
        Optimizer second = optimizer(others, settings);
        second.restore(state, first.steps());
        for (int step = 8; step <= STEPS; step++) {
            step(second, step);
        }
        assertArrayEquals(uninterrupted, others.get("w").toFloatArray());
    }

    @Test
    void an_array_that_was_not_used_keeps_its_place_and_its_count_of_steps() {
        Parameters parameters = parameters();
        NDArray other = Torch.array(manager, START, START.length);
        other.setRequiresGradient(true);
        parameters.put("head0.weight", other);
        Optimizer optimizer = optimizer(parameters, OptimizerSettings.adam(1e-2));
        for (int step = 1; step <= 5; step++) {
            step(optimizer, step);
        }
        assertArrayEquals(START, other.toFloatArray());
        try (NDArray gradient = Torch.array(manager, SLOPES, SLOPES.length)) {
            optimizer.step(List.of("head0.weight"), List.of(gradient));
        }
        // the first step of Adam is as long as the rate
        assertEquals(START[0] - 1e-2, other.toFloatArray()[0], 1e-6);
        assertNotEquals(START[0], parameters.get("w").toFloatArray()[0]);
    }
}
