package io.holdout.worker.learn;

import static java.util.Objects.requireNonNull;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the weights that a trial starts from. */
final class StartingWeights {
    private final ArtifactStore artifacts;

    StartingWeights(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** @throws HoldoutException ARTIFACT_MISSING, BAD_WEIGHTS, WEIGHTS_MISMATCH */
    Tensors of(StartingPoint start, Backbone backbone, Map<TrialId, TrialResult> inputs) {
        if (start instanceof StartingPoint.Random random) {
            return Initialiser.backbone(backbone, random.seed());
        }
        if (start instanceof StartingPoint.WeightsFile file) {
            return load(file.sha256(), backbone, "weights file " + file.sha256());
        }
        var checkpoint = (StartingPoint.Checkpoint) start;
        if (!(inputs.get(checkpoint.trial()) instanceof TrialResult.Pretrained pretrained)) {
            throw new IllegalStateException("the order lacks the result of " + checkpoint.trial());
        }
        String hash = pretrained.checkpoints().get(checkpoint.which());
        if (hash == null) {
            throw new IllegalStateException(checkpoint.trial() + " left no checkpoint " + checkpoint.which());
        }
        return load(hash, backbone, "checkpoint of " + checkpoint.trial().shortHex());
    }

    private Tensors load(String hash, Backbone backbone, String what) {
        byte[] bytes = artifacts
                .get(hash)
                .orElseThrow(() -> new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        Failure.ARTIFACT_MISSING,
                        what + " (" + hash + ") is not in the artifact store, or damaged")));
        return fit(Safetensors.read(bytes, what), backbone, what);
    }

    /** Exactly the arrays of the backbone; names all that do not fit. The final layer of a classifier may be there. */
    static Tensors fit(Tensors found, Backbone backbone, String what) {
        var shapes = new LinkedHashMap<String, long[]>();
        found.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        List<String> wrong = WeightsFit.mismatches(shapes, backbone);
        if (!wrong.isEmpty()) {
            // a message is cut where it becomes long; the cause names all
            String all = String.join("; ", wrong);
            throw new HoldoutException(
                    new Failure(
                            FailureClass.USER,
                            "WEIGHTS_MISMATCH",
                            what + " does not fit in " + wrong.size() + " arrays: " + all),
                    new IllegalArgumentException(all));
        }
        var fitting = new Tensors();
        backbone.shapes()
                .forEach((name, shape) ->
                        fitting.put(name, shape, requireNonNull(found.get(name)).values()));
        return fitting;
    }
}
