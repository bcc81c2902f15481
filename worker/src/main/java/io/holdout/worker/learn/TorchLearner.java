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
import io.holdout.protocol.trial.ValidateSpec;
import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs trials on DJL's PyTorch engine; start it with {@link TorchEngine} first. Safe for several trials at once. */
public final class TorchLearner implements Learner, AutoCloseable {
    private final Datasets datasets;
    private final ArtifactStore artifacts;
    private final Loaders loaders;
    private final PausedTrainings paused;

    /** @param loaderThreads threads that read and augment images ahead of the device, for all trials together */
    public TorchLearner(Datasets datasets, ArtifactStore artifacts, int loaderThreads) {
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.paused = new PausedTrainings(artifacts);
        this.loaders = new Loaders(loaderThreads);
    }

    @Override
    public Usage usage() {
        return new Usage(BatchLoader.loaded(), TorchEngine.deviceMemoryUsedMiB());
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
                Checkpoints own = paused.goingOn(pretrain.rung(), inputs, checkpoints);
                return pretrain(pretrain, network, new Training(manager, start, progress, own, pretrain.rung()));
            }
            if (trial instanceof ValidateSpec validate) {
                return validate(manager, validate, network, inputs, progress, checkpoints);
            }
            var supervised = (SupervisedSpec) trial;
            verify(supervised.target().dataset(), supervised.dataFingerprint());
            Tensors start = start(supervised.start(), network, inputs);
            Checkpoints own = paused.goingOn(supervised.rung(), inputs, checkpoints);
            return supervised(supervised, network, new Training(manager, start, progress, own, supervised.rung()));
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
        Dataset dataset = datasets.open(spec.target().dataset());
        int[] all = IntStream.range(0, dataset.images().count()).toArray();
        EpisodeLearner learner = AdaptTrial.learner(manager, spec, network, start);
        return new AdaptTrial(spec, network, dataset, all, learner, progress, checkpoints).run();
    }

    private TrialResult validate(
            NDManager manager,
            ValidateSpec spec,
            Network network,
            Map<TrialId, TrialResult> inputs,
            Progress progress,
            Checkpoints checkpoints) {
        spec.dataFingerprints().forEach(this::verify);
        Tensors start = start(spec.start(), network, inputs);
        ValidateTrial.Episodes episodes = (task, pool, told, kept) -> new AdaptTrial(
                        task,
                        network,
                        datasets.open(task.target().dataset()),
                        pool,
                        AdaptTrial.learner(manager, task, network, start),
                        told,
                        kept)
                .run();
        return new ValidateTrial(spec, datasets, episodes, progress, checkpoints).run();
    }

    private TrialResult pretrain(PretrainSpec spec, Network network, Training training) {
        TrainingRun run = run(spec, network, training);
        var checkpoints = new TreeMap<CheckpointKind, String>();
        checkpoints.put(CheckpointKind.BEST_AUROC, keep(run.bestAuroc()));
        checkpoints.put(CheckpointKind.BEST_LOSS, keep(run.bestLoss()));
        checkpoints.put(CheckpointKind.LAST, keep(run.last()));
        return new TrialResult.Pretrained(
                checkpoints,
                run.bestEpoch(),
                run.curve(),
                run.pausedAt().map(paused::keep).orElse(null));
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
            return supervised.run(this::keep, paused::keep);
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
