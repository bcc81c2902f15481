package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The optimiser against the formula of {@code torch.optim.Adam}, written out. */
class AdamTest {
    @Test
    void moves_parameters_as_the_formula_of_torch_does() {
        TorchEngine.start(1);
        TorchEngine.enter();
        // small gradients make epsilon count, where the native update differs from torch
        float[] slopes = {3f, -0.2f, 1e-7f};
        double[] expected = {1, 2, 3};
        double[] mean = new double[3];
        double[] square = new double[3];
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameter = Torch.array(manager, new float[] {1, 2, 3}, 3);
            parameter.setRequiresGradient(true);
            NDArray slope = Torch.array(manager, slopes, 3);
            var adam = new Adam(manager, List.of(parameter), 1e-2);
            for (int step = 1; step <= 20; step++) {
                float factor = step % 3 - 0.5f;
                Gradients.recording(() -> {
                    Gradients.backward(Torch.scaled(parameter.mul(slope).sum(), factor));
                    return parameter;
                });
                adam.step();
                for (int i = 0; i < 3; i++) {
                    double gradient = slopes[i] * factor;
                    mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                    square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                    double corrected = mean[i] / (1 - Math.pow(0.9, step));
                    double deviation = Math.sqrt(square[i] / (1 - Math.pow(0.999, step)));
                    expected[i] -= 1e-2 * corrected / (deviation + 1e-8);
                }
            }
            float[] found = parameter.toFloatArray();
            for (int i = 0; i < 3; i++) {
                assertEquals(expected[i], found[i], 2e-6, "parameter " + i);
            }
        }
    }
}
