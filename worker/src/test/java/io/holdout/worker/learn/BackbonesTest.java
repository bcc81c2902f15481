package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackbonesTest {
    @ParameterizedTest
    @CsvSource({"resnet18, 11176512", "resnet50, 23508032", "conv4, 28768"})
    void have_as_many_parameters_as_published(String name, long expected) {
        Backbone backbone = Backbones.of(new BackboneSpec(name, 32, 32));
        long count = 0;
        for (var entry : backbone.shapes().entrySet()) {
            if (Parameters.isTrained(entry.getKey())) {
                count += Arrays.stream(entry.getValue()).reduce(1, (a, b) -> a * b);
            }
        }
        assertEquals(expected, count);
    }

    @ParameterizedTest
    @CsvSource({"conv4, 128", "resnet18, 512", "resnet50, 2048"})
    void turn_images_into_features_and_leave_no_array_behind(String name, int features) {
        TestEngine.start();
        TorchEngine.enter();
        Backbone backbone = Backbones.of(new BackboneSpec(name, 32, 32));
        assertEquals(features, backbone.features());
        try (NDManager manager = TorchEngine.newManager()) {
            Parameters parameters = Parameters.of(manager, Initialiser.backbone(backbone, 1));
            for (BatchNormMode mode : BatchNormMode.values()) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray x = Torch.images(scope, new float[2 * 3 * 32 * 32], 2, 32);
                    NDArray y = backbone.forward(parameters, x, mode);
                    assertEquals(new Shape(2, features), y.getShape());
                    int statistics = mode == BatchNormMode.TRANSDUCTIVE ? batchNorms(backbone) * 2 : 0;
                    assertEquals(2 + statistics, scope.getManagedArrays().size());
                }
            }
        }
    }

    private static int batchNorms(Backbone backbone) {
        return (int) backbone.shapes().keySet().stream()
                .filter(name -> name.endsWith(".running_var"))
                .count();
    }

    @Test
    void initial_weights_are_a_function_of_the_seed_and_the_backbone_alone() {
        Backbone backbone = Backbones.of(Trials.CONV4);
        float[] weights = weights(backbone, 1);
        assertArrayEquals(weights, weights(Backbones.of(Trials.CONV4), 1));
        assertFalse(Arrays.equals(weights, weights(backbone, 2)));
        double square = 0;
        for (float weight : weights) {
            square += weight * weight;
        }
        // Kaiming-normal by fan-out: variance 2 / (outputs x 3 x 3)
        assertEquals(2.0 / (8 * 9), square / weights.length, 0.01);
    }

    private static float[] weights(Backbone backbone, long seed) {
        return Initialiser.backbone(backbone, seed).get("block2.conv.weight").values();
    }

    @Test
    void an_unknown_name_is_refused_with_the_names_there_are() {
        var refused = assertThrows(HoldoutException.class, () -> Backbones.of(new BackboneSpec("vgg", 0, 32)));
        assertEquals("UNKNOWN_BACKBONE", refused.failure().code());
        assertTrue(refused.getMessage().contains("[conv4, resnet18, resnet50]"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "8, 15"})
    void conv4_refuses_a_shape_that_leaves_no_features(int width, int imageSize) {
        var refused =
                assertThrows(HoldoutException.class, () -> Backbones.of(new BackboneSpec("conv4", width, imageSize)));
        assertEquals("BACKBONE_INVALID", refused.failure().code());
    }
}
