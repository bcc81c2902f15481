package io.holdout.worker.learn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.worker.data.Datasets;
import java.util.Map;
import java.util.TreeMap;

/** Runs trials on DJL's PyTorch engine; start it with {@link TorchEngine} first. Safe for several trials at once. */
public final class TorchLearner implements Learner {
    private final Datasets datasets;
    private final ArtifactStore artifacts;

    public TorchLearner(Datasets datasets, ArtifactStore artifacts) {
        this.datasets = datasets;
        this.artifacts = artifacts;
    }

    @Override
    public TrialResult run(TrialSpec trial, Map<TrialId, TrialResult> inputs, Progress progress) {
        TorchEngine.enter();
        try (NDManager manager = NDManager.newBaseManager()) {
            if (trial instanceof AdaptSpec adapt) {
                return adapt(manager, adapt, inputs, progress);
            }
            if (trial instanceof PretrainSpec pretrain) {
                return pretrain(manager, pretrain, inputs, progress);
            }
            return supervised(manager, (SupervisedSpec) trial, inputs, progress);
        } catch (EngineException | OutOfMemoryError e) {
            throw typed(e);
        }
    }

    private TrialResult adapt(NDManager manager, AdaptSpec spec, Map<TrialId, TrialResult> inputs, Progress progress) {
        verify(spec.target().dataset(), spec.dataFingerprint());
        Network network = network(spec.backbone());
        Tensors start = new StartingWeights(artifacts).of(spec.start(), network.backbone(), inputs);
        return new FineTuning(spec, network, start, datasets.open(spec.target().dataset()), progress).run(manager);
    }

    private TrialResult pretrain(
            NDManager manager, PretrainSpec spec, Map<TrialId, TrialResult> inputs, Progress progress) {
        spec.dataFingerprints().forEach(this::verify);
        Network network = network(spec.backbone());
        Tensors start = new StartingWeights(artifacts).of(spec.start(), network.backbone(), inputs);
        TrainingRun run = spec.settings() instanceof PretrainSettings.Maml maml
                ? new MamlPretraining(spec, maml, network, datasets, progress).run(manager, start)
                : new MultiTaskPretraining(
                                spec, (PretrainSettings.MultiTask) spec.settings(), network, datasets, progress)
                        .run(manager, start);
        var checkpoints = new TreeMap<CheckpointKind, String>();
        checkpoints.put(CheckpointKind.BEST_AUROC, keep(run.bestAuroc()));
        checkpoints.put(CheckpointKind.BEST_LOSS, keep(run.bestLoss()));
        checkpoints.put(CheckpointKind.LAST, keep(run.last()));
        return new TrialResult.Pretrained(checkpoints, run.bestEpoch(), run.curve());
    }

    private TrialResult supervised(
            NDManager manager, SupervisedSpec spec, Map<TrialId, TrialResult> inputs, Progress progress) {
        verify(spec.target().dataset(), spec.dataFingerprint());
        Network network = network(spec.backbone());
        Tensors start = new StartingWeights(artifacts).of(spec.start(), network.backbone(), inputs);
        return new SupervisedTraining(spec, network, datasets.open(spec.target().dataset()), progress)
                .run(manager, start, this::keep);
    }

    private static Network network(BackboneSpec spec) {
        return new Network(Backbones.of(spec), spec.imageSize());
    }

    private String keep(Tensors weights) {
        return artifacts.put(Safetensors.write(weights));
    }

    private void verify(String dataset, String expected) {
        String found = datasets.fingerprint(dataset);
        if (!found.equals(expected)) {
            throw HoldoutException.user(
                    "DATA_CHANGED",
                    "dataset '" + dataset + "' here has the fingerprint " + found + ", the sweep was planned for "
                            + expected);
        }
    }

    private static HoldoutException typed(Throwable e) {
        String message = String.valueOf(e.getMessage());
        boolean memory = e instanceof OutOfMemoryError
                || message.contains("out of memory")
                || message.contains("can't allocate memory");
        return new HoldoutException(
                new Failure(
                        memory ? FailureClass.RESOURCE : FailureClass.BUG,
                        memory ? "OUT_OF_MEMORY" : "ENGINE_ERROR",
                        message),
                e);
    }
}
