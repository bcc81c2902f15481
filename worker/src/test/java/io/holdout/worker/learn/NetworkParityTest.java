package io.holdout.worker.learn;

import static io.holdout.worker.parity.ParityFixture.assertNear;
import static io.holdout.worker.parity.ParityFixture.thin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import io.holdout.worker.parity.ParityFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ResNets against torchvision's: what they answer, and what a step of training sees. */
class NetworkParityTest {
    private static final int SIDE = 64;
    private static final int SAMPLES = 4;
    private static final int CLASSES = 5;

    private final ParityFixture torch = ParityFixture.of("networks");
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
    @ValueSource(strings = {"resnet18", "resnet50"})
    void answers_as_that_of_torchvision(String name) {
        Network network = ParityNetworks.network(name, SIDE);
        Parameters parameters = ParityNetworks.headed(manager, network, 0, CLASSES);
        NDArray x = ParityNetworks.images(manager, "images", SAMPLES, SIDE);
        NDArray logits = network.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.EVALUATE);
        assertNear(torch.floats(name + "/logits"), logits.toFloatArray(), 1e-5, "logits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50"})
    void learns_as_that_of_torchvision_where_activations_are_far_from_kinks(String name) {
        assertLearns(name, ParityNetworks.LIFT, 2e-4);
    }

    /** Float noise takes some activations across a kink, which moves gradients by percents. */
    @ParameterizedTest
    @CsvSource({"resnet18, 0.1", "resnet50, 0.3"})
    void learns_about_as_that_of_torchvision_where_they_are_not(String name, double tolerance) {
        Parameters parameters = assertLearns(name + "/kinked", 0, tolerance);
        for (String buffer : torch.names(name + "/kinked/buffer/")) {
            float[] found = thin(parameters.get(buffer).toFloatArray());
            assertNear(torch.floats(name + "/kinked/buffer/" + buffer), found, 1e-4, buffer);
        }
    }

    private Parameters assertLearns(String key, int lift, double tolerance) {
        Network network = ParityNetworks.network(key.replace("/kinked", ""), SIDE);
        Parameters parameters = ParityNetworks.headed(manager, network, lift, CLASSES);
        NDArray x = ParityNetworks.images(manager, "images", SAMPLES, SIDE);
        var loss = new Loss(
                manager,
                new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, CLASSES, SAMPLES, new int[] {0, 3, 1, 4}),
                null);
        Learned found = Learned.of(
                manager,
                parameters,
                () -> loss.of(network.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN)),
                1);
        assertEquals(torch.number(key + "/loss"), found.loss().getFloat(), 1e-4);
        for (String parameter : torch.names(key + "/gradient/")) {
            float[] gradient = found.gradient(parameter);
            float[] expected = torch.floats(key + "/gradient/" + parameter);
            assertNear(expected, thin(gradient), tolerance, "gradient of " + parameter);
        }
        return parameters;
    }
}
