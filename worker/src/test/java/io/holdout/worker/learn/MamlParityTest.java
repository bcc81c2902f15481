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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MAML on one episode against the same written plainly in torch, which moves the backbone in the first step too. */
class MamlParityTest {
    private final ParityFixture torch = ParityFixture.of("maml");
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
    void second_order_gradients_of_conv4_are_those_of_torch(TaskTarget target) {
        assertGradients("conv4/" + ParityNetworks.word(target), target, true);
    }

    @Test
    void first_order_gradients_of_conv4_are_those_of_torch() {
        assertGradients("conv4/multiclass", TaskTarget.MULTICLASS_CLASSIFICATION, false);
    }

    private void assertGradients(String key, TaskTarget target, boolean secondOrder) {
        assertGradients(key, target, new Setting(32, 0, 3, 0.1, 1e-4), secondOrder);
    }

    /** Many batch norms curve the loss so much that single precision keeps fewer digits. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradients_of_resnet18_are_those_of_torch(boolean secondOrder) {
        var setting = new Setting(64, ParityNetworks.LIFT, 2, 1e-2, 1e-3);
        assertGradients("resnet18/multiclass", TaskTarget.MULTICLASS_CLASSIFICATION, setting, secondOrder);
    }

    private record Setting(int side, int lift, int steps, double rate, double tolerance) {}

    private void assertGradients(String key, TaskTarget target, Setting setting, boolean secondOrder) {
        String name = key + (secondOrder ? "/second" : "/first");
        Network network = ParityNetworks.network(key.substring(0, key.indexOf('/')), setting.side);
        Parameters parameters = ParityNetworks.backbone(manager, network, setting.lift);
        Targets targets = ParityNetworks.targets(target);
        var maml = new Maml(network, Autograd.in(manager), setting.rate);
        LossGradients meta = maml.metaGradient(
                manager,
                parameters,
                new Maml.Samples(images("support", setting.side), targets),
                new Maml.Samples(images("query", setting.side), rotated(targets)),
                setting.steps,
                secondOrder);
        Learned found = Learned.of(parameters, meta);
        assertEquals(torch.number(name + "/loss"), found.loss().getFloat(), setting.tolerance);
        for (String parameter : parameters.trainedNames()) {
            float[] gradient = found.gradient(parameter);
            assertNear(
                    torch.floats(name + "/gradient/" + parameter),
                    thin(gradient),
                    setting.tolerance,
                    "gradient of " + parameter);
        }
    }

    @Test
    void adapts_conv4_as_torch_does() {
        Network network = ParityNetworks.network("conv4", 32);
        var maml = new Maml(network, Autograd.in(manager), 0.1);
        var support =
                new Maml.Samples(images("support", 32), ParityNetworks.targets(TaskTarget.MULTICLASS_CLASSIFICATION));
        float[] logits =
                maml.adapt(manager, ParityNetworks.backbone(manager, network, 0), support, images("query", 32), 5);
        assertNear(torch.floats("conv4/multiclass/adapted"), logits, 1e-4, "query logits");
    }

    private NDArray images(String name, int side) {
        return ParityNetworks.images(manager, name, 8, side);
    }

    /** The second sample's targets first, the first's last. */
    private static Targets rotated(Targets targets) {
        int[] values = targets.values();
        int columns = values.length / targets.samples();
        int[] rotated = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            rotated[i] = values[(i + columns) % values.length];
        }
        return new Targets(targets.target(), targets.classes(), targets.samples(), rotated);
    }
}
