package io.holdout.worker.learn;

import static io.holdout.worker.parity.ParityFixture.assertNear;
import static io.holdout.worker.parity.ParityFixture.thin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import io.holdout.worker.data.TaskLabels;
import io.holdout.worker.parity.ParityFixture;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training step of conv4 with each kind of loss against torch's: the loss and every gradient. */
class LossParityTest {
    private static final int SIDE = 32;

    /** mm-pt divides a task's loss by its batches in an epoch. */
    private static final double BATCHES = 7;

    private final ParityFixture torch = ParityFixture.of("losses");
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
    void plain(TaskTarget target) {
        assertLearnsAsTorch(target, "plain", null, 1);
    }

    @ParameterizedTest
    @EnumSource
    void weighted_by_class(TaskTarget target) {
        float[] weights = weights(target);
        assertArrayEquals(torch.floats(ParityNetworks.word(target) + "/weights"), weights, 1e-6f);
        assertLearnsAsTorch(target, "weighted", weights, 1);
    }

    @ParameterizedTest
    @EnumSource
    void scaled_by_the_batches_of_a_task(TaskTarget target) {
        assertLearnsAsTorch(target, "scaled", null, 1 / BATCHES);
    }

    private void assertLearnsAsTorch(TaskTarget target, String name, float @Nullable [] weights, double scale) {
        String key = ParityNetworks.word(target) + "/" + name;
        Network network = ParityNetworks.network("conv4", SIDE);
        Targets targets = ParityNetworks.targets(target);
        Parameters parameters = ParityNetworks.headed(manager, network, 0, targets.headOutputs());
        NDArray x = ParityNetworks.images(manager, "images", targets.samples(), SIDE);
        var loss = new Loss(manager, targets, weights);
        Learned found = Learned.of(
                manager,
                parameters,
                () -> loss.of(network.logits(parameters, ParityNetworks.HEAD, x, BatchNormMode.TRAIN)),
                scale);
        assertEquals(torch.number(key + "/loss"), found.loss().getFloat(), 1e-5);
        for (String parameter : parameters.trainedNames()) {
            float[] gradient = found.gradient(parameter);
            assertNear(torch.floats(key + "/gradient/" + parameter), thin(gradient), 1e-4, "gradient of " + parameter);
        }
    }

    private static float[] weights(TaskTarget target) {
        var names = new TreeMap<Integer, String>();
        IntStream.range(0, ParityNetworks.classes(target)).forEach(i -> names.put(i, "name " + i));
        Targets targets = ParityNetworks.targets(target);
        var labels = new TaskLabels(new TaskInfo("set", "task", target, names), targets.values());
        return TaskTargets.weights(labels, IntStream.range(0, targets.samples()).toArray());
    }
}
