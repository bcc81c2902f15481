package io.holdout.worker.learn;

import static io.holdout.worker.parity.ParityFixture.assertNear;
import static io.holdout.worker.parity.ParityFixture.thin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.OptimizerSettings.Kind;
import io.holdout.protocol.trial.OptimizerSettings.Schedule;
import io.holdout.worker.data.Targets;
import io.holdout.worker.parity.ParityFixture;
import io.holdout.worker.parity.ParityNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Twenty steps of optimizers against {@code torch.optim}, on a smooth network where float noise stays small.
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
class OptimizerParityTest {
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
            1,
            new Loaders(1));

    private final ParityFixture torch = ParityFixture.of("optimisers");
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
    @CsvSource({
        "adam,ADAM,0,0",
        "adamw,ADAMW,0.01,0",
        "sgd,SGD,1e-4,0.9",
    })
    void goes_the_way_of_torch_by_every_schedule_clipped_or_not(String run, Kind kind, double decay, double momentum) {
        for (Schedule schedule : Schedule.values()) {
            String scheduled = run + (schedule == Schedule.COSINE ? "_cosine" : "");
            assertGoesTheWayOf(scheduled, new OptimizerSettings(kind, RATE, decay, momentum, schedule, 0));
            assertGoesTheWayOf(scheduled + "_clip", new OptimizerSettings(kind, RATE, decay, momentum, schedule, 1));
        }
    }

    private void assertGoesTheWayOf(String run, OptimizerSettings settings) {
        Parameters parameters = ParityNetworks.headed(manager, NETWORK, 0, CLASSES);
        var optimizer = new Optimizer(manager, new TorchScript(manager), parameters, settings, STEPS);
        NDArray x = Torch.array(manager, ParityNumbers.uniform("inputs", SAMPLES * INPUTS, 4), SAMPLES, INPUTS);
        int[] classes = new int[SAMPLES];
        Arrays.setAll(classes, i -> i % CLASSES);
        var loss =
                new Loss(manager, new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, CLASSES, SAMPLES, classes), null);
        float[] losses = torch.floats(run + "/losses");
        float[] rates = torch.floats(run + "/rates");
        for (int i = 0; i < STEPS; i++) {
            assertEquals(rates[i], settings.rate(i, STEPS), 1e-7, run + ", rate " + i);
            Learned found = Learned.of(
                    manager,
                    parameters,
                    () -> Torch.scaled(
                            loss.of(NETWORK.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN)),
                            LOSS_FACTOR),
                    1);
            assertEquals(losses[i], found.loss().getFloat(), 1e-4 * losses[i], run + ", loss " + i);
            step(optimizer, parameters, found);
            float[] expected =
                    ParityFixture.floats(torch.get(run + "/parameters").get(i));
            assertNear(expected, all(parameters), 1e-4, run + ", parameters after step " + i);
        }
    }

    private static void step(Optimizer optimizer, Parameters parameters, Learned found) {
        List<String> names = parameters.trainedNames();
        optimizer.step(names, names.stream().map(found.gradients()::get).toList());
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
        var adam = new Optimizer(manager, new TorchScript(manager), parameters, OptimizerSettings.adam(1e-3), STEPS);
        NDArray x = ParityNetworks.images(manager, "images", targets.samples(), 32);
        var loss = new Loss(manager, targets, null);
        float[] losses = torch.floats("conv4_adam/losses");
        for (int i = 0; i < STEPS; i++) {
            Learned found = Learned.of(
                    manager,
                    parameters,
                    () -> loss.of(network.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN)),
                    1);
            assertEquals(losses[i], found.loss().getFloat(), 1e-4 * losses[i], "loss " + i);
            step(adam, parameters, found);
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
