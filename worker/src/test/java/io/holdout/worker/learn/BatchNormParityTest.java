package io.holdout.worker.learn;

import static io.holdout.worker.parity.ParityFixture.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.worker.parity.ParityFixture;
import io.holdout.worker.parity.ParityNumbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batch norm against torch's, on channels of which two vary so little that epsilon counts. */
class BatchNormParityTest {
    private static final double ROUNDING = 1e-5;
    private static final int BATCHES = 3;
    private static final float[] SCALES = {1, 1f / (1 << 6), 1f / (1 << 10)};

    private final ParityFixture torch = ParityFixture.of("batch_norm");
    private NDManager manager;
    private Parameters parameters;

    @BeforeEach
    void start() {
        TestEngine.start();
        TorchEngine.enter();
        manager = TorchEngine.newManager();
        parameters = new Parameters();
        for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            ParityNetworks.put(manager, parameters, "norm." + part, SCALES.length);
        }
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void training_batches_move_the_running_statistics_as_in_torch() {
        for (int batch = 0; batch < BATCHES; batch++) {
            assertNear(torch.floats("output" + batch), normed(batch, BatchNormMode.TRAIN), ROUNDING, "batch " + batch);
        }
        assertNear(torch.floats("running_mean"), statistic("running_mean"), ROUNDING, "running mean");
        assertNear(torch.floats("running_var"), statistic("running_var"), ROUNDING, "running variance");
        assertNear(torch.floats("evaluated"), normed(0, BatchNormMode.EVALUATE), ROUNDING, "evaluation");
    }

    @Test
    void transductive_batches_come_out_as_training_ones_and_leave_the_statistics() {
        float[] mean = statistic("running_mean");
        float[] variance = statistic("running_var");
        for (int batch = 0; batch < BATCHES; batch++) {
            float[] found = normed(batch, BatchNormMode.TRANSDUCTIVE);
            assertNear(torch.floats("output" + batch), found, ROUNDING, "batch " + batch);
        }
        assertArrayEquals(mean, statistic("running_mean"));
        assertArrayEquals(variance, statistic("running_var"));
    }

    private float[] normed(int batch, BatchNormMode mode) {
        float[] values = ParityNumbers.uniform("batch" + batch, 2 * 3 * 3 * 3, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] *= SCALES[i / 9 % 3];
        }
        NDArray x = Torch.array(manager, values, 2, 3, 3, 3);
        return Torch.batchNorm(x, parameters, "norm", mode).toFloatArray();
    }

    private float[] statistic(String name) {
        return parameters.get("norm." + name).toFloatArray();
    }
}
