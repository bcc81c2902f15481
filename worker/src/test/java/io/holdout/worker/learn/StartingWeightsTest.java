package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StartingWeightsTest {
    private final Backbone backbone = Backbones.of(Trials.CONV4);
    private final MemoryArtifacts artifacts = new MemoryArtifacts();
    private final StartingWeights starting = new StartingWeights(artifacts);

    @Test
    void a_weights_file_may_hold_torchvision_s_classifier_besides_the_backbone() {
        Tensors weights = Initialiser.backbone(backbone, 4);
        weights.put("fc.weight", new long[] {2, 8}, new float[16]);
        var start = new StartingPoint.WeightsFile(artifacts.put(Safetensors.write(weights)));
        assertArrayEquals(
                weights.get("block4.conv.weight").values(),
                starting.of(start, backbone, Map.of()).get("block4.conv.weight").values());
    }

    @Test
    void a_checkpoint_is_the_one_of_its_kind() {
        var trial = new TrialId("a".repeat(64));
        var kept = new TreeMap<CheckpointKind, String>();
        for (CheckpointKind kind : CheckpointKind.values()) {
            kept.put(kind, artifacts.put(Safetensors.write(Initialiser.backbone(backbone, kind.ordinal()))));
        }
        Map<TrialId, TrialResult> inputs = Map.of(trial, new TrialResult.Pretrained(kept, 1, List.of()));
        var start = new StartingPoint.Checkpoint(trial, CheckpointKind.BEST_LOSS);
        assertArrayEquals(
                Initialiser.backbone(backbone, CheckpointKind.BEST_LOSS.ordinal())
                        .get("block1.conv.weight")
                        .values(),
                starting.of(start, backbone, inputs).get("block1.conv.weight").values());
    }

    @Test
    void weights_that_do_not_fit_are_refused_with_every_name() {
        var weights = new Tensors();
        Initialiser.backbone(backbone, 4).forEach((name, tensor) -> {
            if (!name.startsWith("block2")) {
                weights.put(name, tensor.shape(), tensor.values());
            }
        });
        weights.put("block1.norm.bias", new long[] {9}, new float[9]);
        weights.put("stranger", new long[] {1}, new float[1]);
        var start = new StartingPoint.WeightsFile(artifacts.put(Safetensors.write(weights)));

        var refused = assertThrows(HoldoutException.class, () -> starting.of(start, backbone, Map.of()));

        assertEquals("WEIGHTS_MISMATCH", refused.failure().code());
        assertTrue(refused.getMessage().contains("7 arrays"), refused.getMessage());
        for (String part : List.of("block2.conv.weight", "block2.norm.running_var", "block1.norm.bias", "stranger")) {
            assertTrue(refused.getCause().getMessage().contains(part), part);
        }
    }

    @Test
    void an_artifact_that_is_gone_says_nothing_about_the_trial() {
        var missing = assertThrows(
                HoldoutException.class,
                () -> starting.of(new StartingPoint.WeightsFile("b".repeat(64)), backbone, Map.of()));
        assertEquals(FailureClass.INFRASTRUCTURE, missing.failure().failureClass());
    }
}
