package io.holdout.worker.learn;

import static io.holdout.worker.parity.ParityFixture.assertNear;
import static io.holdout.worker.parity.ParityFixture.thin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import io.holdout.worker.parity.ParityFixture;
import io.holdout.worker.parity.ParityNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Twenty steps of optimisers against {@code torch.optim}, on a smooth network where float noise stays small.
 *
 * <p>The file has, for each RUN among {@code adam}, {@code adamw} (weight decay 0.01) and {@code sgd} (momentum 0.9,
 * weight decay 1e-4), all at the rate 0.05, and each of them with {@code _cosine} (to 0 over the 20 steps),
 * {@code _clip} (gradient norm at most 1) or {@code _cosine_clip} appended:
 *
 * <ul>
 *   <li>{@code RUN/losses}: before each step
 *   <li>{@code RUN/norms}: of all gradients together, before they are clipped
 *   <li>{@code RUN/rates}: learning rate of each step
 *   <li>{@code RUN/parameters}: after each step all 39, {@code layer.weight}, {@code head0.weight}, {@code head0.bias}
 * </ul>
 */
class OptimiserParityTest {
    private static final int STEPS = 20;
    private static final int SAMPLES = 12;
    private static final int INPUTS = 6;
    private static final int UNITS = 4;
    private static final int CLASSES = 3;
    private static final double LOSS_FACTOR = 4;
    private static final double RATE = 0.05;

    /** {@code TanhNet} in Python. */
    private static final Network NETWORK = new Network(
            new Backbone() {
                @Override
                public Map<String, long[]> shapes() {
                    return Map.of("layer.weight", new long[] {UNITS, INPUTS});
                }

                @Override
                public int features() {
                    return UNITS;
                }

                @Override
                public NDArray forward(Parameters parameters, NDArray x, BatchNormMode mode) {
                    return x.matMul(parameters.get("layer.weight").transpose()).tanh();
                }
            },
            1);

    private final ParityFixture torch = ParityFixture.of("optimisers");
    private NDManager manager;

    @BeforeEach
    void start() {
        TorchEngine.start(1);
        TorchEngine.enter();
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void adam_goes_the_way_of_torch() {
        assertGoesTheWayOf("adam", parameters -> {
            var adam = new Adam(manager, parameters, RATE);
            return rate -> adam.step();
        });
    }

    /** @param optimiser of some parameters: what takes a step at a learning rate and clears the gradients */
    private void assertGoesTheWayOf(String run, Function<List<NDArray>, DoubleConsumer> optimiser) {
        Parameters parameters = ParityNetworks.headed(manager, NETWORK, 0, CLASSES);
        DoubleConsumer step = optimiser.apply(parameters.trained());
        NDArray x = Torch.array(manager, ParityNumbers.uniform("inputs", SAMPLES * INPUTS, 4), SAMPLES, INPUTS);
        int[] classes = new int[SAMPLES];
        Arrays.setAll(classes, i -> i % CLASSES);
        var loss =
                new Loss(manager, new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, CLASSES, SAMPLES, classes), null);
        float[] losses = torch.floats(run + "/losses");
        float[] rates = torch.floats(run + "/rates");
        for (int i = 0; i < STEPS; i++) {
            try (NDManager scope = manager.newSubManager()) {
                x.tempAttach(scope);
                assertEquals(losses[i], train(parameters, x, loss), 1e-4 * losses[i], run + ", loss " + i);
                step.accept(rates[i]);
            }
            float[] expected =
                    ParityFixture.floats(torch.get(run + "/parameters").get(i));
            assertNear(expected, all(parameters), 1e-4, run + ", parameters after step " + i);
        }
    }

    private static float train(Parameters parameters, NDArray x, Loss loss) {
        return Gradients.recording(() -> {
            NDArray logits = NETWORK.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN);
            NDArray value = Torch.scaled(loss.of(logits), LOSS_FACTOR);
            Gradients.backward(value);
            return value.getFloat();
        });
    }

    private static float[] all(Parameters parameters) {
        float[] all = new float[0];
        for (NDArray parameter : parameters.trained()) {
            float[] values = parameter.toFloatArray();
            int end = all.length;
            all = Arrays.copyOf(all, end + values.length);
            System.arraycopy(values, 0, all, end, values.length);
        }
        return all;
    }

    /** Noise grows in a network with kinks and batch norms: here it stays small. */
    @Test
    void adam_trains_conv4_as_torch_does() {
        Network network = ParityNetworks.network("conv4", 32);
        Targets targets = ParityNetworks.targets(TaskTarget.MULTICLASS_CLASSIFICATION);
        Parameters parameters = ParityNetworks.headed(manager, network, 0, targets.headOutputs());
        var adam = new Adam(manager, parameters.trained(), 1e-3);
        NDArray x = ParityNetworks.images(manager, "images", targets.samples(), 32);
        var loss = new Loss(manager, targets, null);
        float[] losses = torch.floats("conv4_adam/losses");
        for (int i = 0; i < STEPS; i++) {
            float found = Gradients.recording(() -> {
                NDArray value = loss.of(network.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN));
                Gradients.backward(value);
                return value.getFloat();
            });
            assertEquals(losses[i], found, 1e-4 * losses[i], "loss " + i);
            adam.step();
        }
        for (String name : parameters.trainedNames()) {
            NDArray parameter = parameters.get(name);
            float[] moved = parameter.toFloatArray();
            float[] from = ParityNetworks.weights(name, parameter.getShape().getShape());
            for (int i = 0; i < moved.length; i++) {
                moved[i] -= from[i];
            }
            assertNear(torch.floats("conv4_adam/moved/" + name), thin(moved), 1e-3, "way of " + name);
        }
    }
}
