package io.holdout.worker.learn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import java.util.Map;
import java.util.TreeMap;

/** Runs trials on DJL's PyTorch engine; start it with {@link TorchEngine} first. Safe for several trials at once. */
public final class TorchLearner implements Learner, AutoCloseable {
    private final Datasets datasets;
    private final ArtifactStore artifacts;
    private final Loaders loaders;

    /** @param loaderThreads threads that read and augment images ahead of the device, for all trials together */
    public TorchLearner(Datasets datasets, ArtifactStore artifacts, int loaderThreads) {
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.loaders = new Loaders(loaderThreads);
    }

    @Override
    public TrialResult run(
            TrialSpec trial, Map<TrialId, TrialResult> inputs, Progress progress, Checkpoints checkpoints) {
        TorchEngine.enter();
        try (NDManager manager = TorchEngine.newManager()) {
            Network network =
                    new Network(Backbones.of(trial.backbone()), trial.backbone().imageSize(), loaders);
            if (trial instanceof AdaptSpec adapt) {
                return adapt(manager, adapt, network, inputs, progress, checkpoints);
            }
            if (trial instanceof PretrainSpec pretrain) {
                pretrain.dataFingerprints().forEach(this::verify);
                Tensors start = start(pretrain.start(), network, inputs);
                return pretrain(pretrain, network, new Training(manager, start, progress, checkpoints));
            }
            var supervised = (SupervisedSpec) trial;
            verify(supervised.target().dataset(), supervised.dataFingerprint());
            Tensors start = start(supervised.start(), network, inputs);
            return supervised(supervised, network, new Training(manager, start, progress, checkpoints));
        } catch (EngineException | OutOfMemoryError e) {
            throw typed(e);
        }
    }

    private Tensors start(StartingPoint start, Network network, Map<TrialId, TrialResult> inputs) {
        return new StartingWeights(artifacts).of(start, network.backbone(), inputs);
    }

    private TrialResult adapt(
            NDManager manager,
            AdaptSpec spec,
            Network network,
            Map<TrialId, TrialResult> inputs,
            Progress progress,
            Checkpoints checkpoints) {
        verify(spec.target().dataset(), spec.dataFingerprint());
        Tensors start = start(spec.start(), network, inputs);
        return new AdaptTrial(
                        spec,
                        network,
                        datasets.open(spec.target().dataset()),
                        AdaptTrial.learner(manager, spec, network, start),
                        progress,
                        checkpoints)
                .run();
    }

    private TrialResult pretrain(PretrainSpec spec, Network network, Training training) {
        TrainingRun run = run(spec, network, training);
        var checkpoints = new TreeMap<CheckpointKind, String>();
        checkpoints.put(CheckpointKind.BEST_AUROC, keep(run.bestAuroc()));
        checkpoints.put(CheckpointKind.BEST_LOSS, keep(run.bestLoss()));
        checkpoints.put(CheckpointKind.LAST, keep(run.last()));
        return new TrialResult.Pretrained(checkpoints, run.bestEpoch(), run.curve());
    }

    private TrainingRun run(PretrainSpec spec, Network network, Training training) {
        if (spec.settings() instanceof PretrainSettings.Maml maml) {
            try (var pretraining = new MamlPretraining(spec, maml, network, datasets, training)) {
                return pretraining.run();
            }
        }
        var settings = (PretrainSettings.MultiTask) spec.settings();
        try (var pretraining = new MultiTaskPretraining(spec, settings, network, datasets, training)) {
            return pretraining.run();
        }
    }

    private TrialResult supervised(SupervisedSpec spec, Network network, Training training) {
        Dataset dataset = datasets.open(spec.target().dataset());
        try (var supervised = new SupervisedTraining(spec, network, dataset, training)) {
            return supervised.run(this::keep);
        }
    }

    private String keep(Tensors weights) {
        return artifacts.put(Safetensors.write(weights.only(name -> !Head.isHead(name))));
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

    @Override
    public void close() {
        loaders.close();
    }
}
