package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.Episode;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multi-domain multi-task MAML (mm-MAML): each outer step one episode of one source task and {@link Maml} on it; outer
 * Adam (arXiv 2404.16000). Source tasks of which no episode can be drawn are left out.
 */
final class MamlPretraining {
    private final PretrainSpec spec;
    private final PretrainSettings.Maml settings;
    private final Network network;
    private final List<SourceTask> train = new ArrayList<>();
    private final List<SourceTask> validation = new ArrayList<>();
    private final WorkMeter meter;
    private final int stepsPerEpoch;

    /** @throws HoldoutException TASK_UNUSABLE if no source task can be used */
    MamlPretraining(
            PretrainSpec spec, PretrainSettings.Maml settings, Network network, Datasets datasets, Progress progress) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        for (TaskRef task : spec.sourceTasks()) {
            Dataset dataset = datasets.open(task.dataset());
            addUsable(train, task, dataset, Split.TRAIN, settings.minSamplesPerClass());
            addUsable(validation, task, dataset, Split.VAL, validationMinSamples());
        }
        if (train.isEmpty()) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE",
                    "no source task has two classes of " + settings.minSamplesPerClass()
                            + " training samples, which mm-maml needs");
        }
        stepsPerEpoch = train.size() * settings.episodesPerTask();
        int validations = validation.size() * settings.validationEpisodes();
        meter = new WorkMeter(progress, (long) settings.maxEpochs() * (stepsPerEpoch + validations));
    }

    /** Validation splits are small: what an episode needs at least is enough. */
    private int validationMinSamples() {
        return settings.minShots() + 1;
    }

    private void addUsable(List<SourceTask> usable, TaskRef ref, Dataset dataset, Split split, int minSamples) {
        TaskLabels labels = dataset.labels(ref.task());
        int[] pool = dataset.split(split);
        if (EpisodeSampler.obstacle(labels, pool, minSamples, settings.minShots(), settings.queries())
                .isEmpty()) {
            usable.add(new SourceTask(ref, dataset.images(), labels, pool));
        }
    }

    TrainingRun run(NDManager manager, Tensors start) {
        Parameters parameters = Parameters.of(manager, start);
        var maml = new Maml(network, new Autograd(manager), settings.innerLearningRate());
        var adam = new Adam(manager, parameters.trained(), settings.learningRate());
        var run = new TrainingRun(settings.patience());
        while (!run.isOver(settings.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, maml, adam, epoch);
            validate(manager, parameters, maml, run, trainLoss);
        }
        return run;
    }

    private double epoch(NDManager manager, Parameters parameters, Maml maml, Adam adam, int epoch) {
        int[] order = Shuffle.of(
                IntStream.range(0, stepsPerEpoch).toArray(), Seeds.derive(spec.seed(), "episode order", epoch));
        double sum = 0;
        for (int step = 1; step <= stepsPerEpoch; step++) {
            SourceTask source = train.get(order[step - 1] % train.size());
            long seed = Seeds.derive(spec.seed(), "meta episode", source.ref(), epoch, order[step - 1] / train.size());
            Episode episode = EpisodeSampler.meta(source.labels(), source.samples(), settings, seed);
            try (NDManager scope = manager.newSubManager()) {
                NDArray loss = maml.metaGradient(
                        scope,
                        parameters,
                        new Maml.Samples(
                                batch(scope, source, episode.support(), Seeds.derive(seed, "support")),
                                episode.supportTargets()),
                        new Maml.Samples(
                                batch(scope, source, episode.query(), Seeds.derive(seed, "query")),
                                episode.queryTargets()),
                        settings.innerSteps(),
                        settings.secondOrder());
                sum += Loss.finite(loss, "meta-training on " + source.ref() + ", episode " + step);
                adam.step();
            }
            meter.tick("epoch " + epoch + ", episode " + step + " of " + stepsPerEpoch);
        }
        return sum / stepsPerEpoch;
    }

    private NDArray batch(NDManager scope, SourceTask source, int[] samples, long seed) {
        return settings.augment()
                ? network.augmentedBatch(scope, source.images(), samples, seed)
                : network.batch(scope, source.images(), samples);
    }

    /** The same validation episodes after every epoch. */
    private void validate(NDManager manager, Parameters parameters, Maml maml, TrainingRun run, double trainLoss) {
        var loss = new Mean();
        var auroc = new Mean();
        PretrainSettings.Maml drawn = validationSettings();
        for (SourceTask source : validation) {
            for (int number = 0; number < settings.validationEpisodes(); number++) {
                long seed = Seeds.derive(spec.seed(), "validation episode", source.ref(), number);
                Episode episode = EpisodeSampler.meta(source.labels(), source.samples(), drawn, seed);
                try (NDManager scope = manager.newSubManager()) {
                    var support = new Maml.Samples(
                            network.batch(scope, source.images(), episode.support()), episode.supportTargets());
                    NDArray query = network.batch(scope, source.images(), episode.query());
                    float[] logits = maml.adapt(scope, parameters, support, query, settings.validationInnerSteps());
                    var found = Network.evaluation(
                            scope, episode.queryTargets(), logits, "the validation on " + source.ref());
                    loss.add(found.loss());
                    auroc.add(found.scores().auroc());
                }
                meter.tick("epoch " + (run.count() + 1) + ", validation");
            }
        }
        run.epoch(trainLoss, loss.value(), auroc.value(), parameters.backboneTensors());
    }

    private PretrainSettings.Maml validationSettings() {
        return new PretrainSettings.Maml(
                settings.learningRate(),
                settings.innerLearningRate(),
                settings.innerSteps(),
                settings.secondOrder(),
                settings.maxEpochs(),
                settings.episodesPerTask(),
                settings.patience(),
                settings.minShots(),
                settings.maxShots(),
                settings.queries(),
                validationMinSamples(),
                settings.validationEpisodes(),
                settings.validationInnerSteps(),
                false);
    }
}
