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
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Multi-domain multi-task MAML (mm-MAML): each outer step one episode of one source task and {@link Maml} on it; outer
 * Adam (arXiv 2404.16000). Source tasks of which no episode can be drawn are left out.
 */
final class MamlPretraining implements Epochs, AutoCloseable {
    private final PretrainSpec spec;
    private final PretrainSettings.Maml settings;
    private final Network network;
    private final List<SourceTask> train = new ArrayList<>();
    private final List<SourceTask> validation = new ArrayList<>();
    private final Training training;
    private final Maml maml;
    private final int stepsPerEpoch;
    private @Nullable Prefetch<Loaded> episodes;

    private record Loaded(SourceTask source, Episode episode, float[] support, float[] query) {}

    /** @throws HoldoutException TASK_UNUSABLE if no source task can be used */
    MamlPretraining(
            PretrainSpec spec, PretrainSettings.Maml settings, Network network, Datasets datasets, Training training) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        this.training = training;
        this.maml = new Maml(network, training.autograd(), settings.innerLearningRate());
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

    TrainingRun run() {
        int validations = validation.size() * settings.validationEpisodes();
        return training.run(this, settings.optimizer(), settings.maxEpochs(), settings.patience(), validations);
    }

    @Override
    public int steps() {
        return stepsPerEpoch;
    }

    @Override
    public void begin(int epoch, int firstStep) {
        int[] order = Shuffle.of(
                IntStream.range(0, stepsPerEpoch).toArray(), Seeds.derive(spec.seed(), "episode order", epoch));
        close();
        episodes = network.loaders().ahead(firstStep, stepsPerEpoch, episodeBytes(), step -> {
            SourceTask source = train.get(order[step] % train.size());
            long seed = Seeds.derive(spec.seed(), "meta episode", source.ref(), epoch, order[step] / train.size());
            Episode episode = EpisodeSampler.meta(source.labels(), source.samples(), settings, seed);
            return load(source, episode, settings.augment() ? OptionalLong.of(seed) : OptionalLong.empty());
        });
    }

    /** Of five classes, which is more than most episodes have. */
    private long episodeBytes() {
        return network.bytes(5 * (settings.maxShots() + settings.queries()));
    }

    private Loaded load(SourceTask source, Episode episode, OptionalLong augmentation) {
        return new Loaded(
                source,
                episode,
                network.pixels(source.images(), episode.support(), half(augmentation, "support")),
                network.pixels(source.images(), episode.query(), half(augmentation, "query")));
    }

    private static OptionalLong half(OptionalLong seed, String half) {
        return seed.isPresent() ? OptionalLong.of(Seeds.derive(seed.getAsLong(), half)) : seed;
    }

    @Override
    public double step(int epoch, int step) {
        Loaded loaded = Training.opened(episodes).next();
        try (NDManager scope = training.manager().newSubManager()) {
            LossGradients found = maml.metaGradient(
                    scope,
                    training.parameters(),
                    support(scope, loaded),
                    new Maml.Samples(
                            network.input(scope, loaded.query, loaded.episode.query().length),
                            loaded.episode.queryTargets()),
                    settings.innerSteps(),
                    settings.secondOrder());
            double value = Loss.finite(
                    found.loss(),
                    () -> "meta-training on " + loaded.source.ref() + ", epoch " + epoch + ", episode " + (step + 1));
            training.move(found.gradients());
            return value;
        }
    }

    private Maml.Samples support(NDManager scope, Loaded loaded) {
        return new Maml.Samples(
                network.input(scope, loaded.support, loaded.episode.support().length), loaded.episode.supportTargets());
    }

    /** The same validation episodes after every epoch. */
    @Override
    public Found validate(int epoch, Runnable afterChunk) {
        var loss = new Mean();
        var auroc = new Mean();
        PretrainSettings.Maml drawn = validationSettings();
        int each = settings.validationEpisodes();
        try (Prefetch<Loaded> drawnEpisodes = network.loaders()
                .ahead(0, validation.size() * each, episodeBytes(), number -> {
                    SourceTask source = validation.get(number / each);
                    long seed = Seeds.derive(spec.seed(), "validation episode", source.ref(), number % each);
                    Episode episode = EpisodeSampler.meta(source.labels(), source.samples(), drawn, seed);
                    return load(source, episode, OptionalLong.empty());
                })) {
            for (int number = 0; number < validation.size() * each; number++) {
                Network.Evaluation found = validate(drawnEpisodes.next());
                loss.add(found.loss());
                auroc.add(found.scores().auroc());
                afterChunk.run();
            }
        }
        return new Found(loss.value(), auroc.value());
    }

    private Network.Evaluation validate(Loaded loaded) {
        try (NDManager scope = training.manager().newSubManager()) {
            NDArray query = network.input(scope, loaded.query, loaded.episode.query().length);
            float[] logits = maml.adapt(
                    scope, training.parameters(), support(scope, loaded), query, settings.validationInnerSteps());
            return Network.evaluation(
                    scope, loaded.episode.queryTargets(), logits, "the validation on " + loaded.source.ref());
        }
    }

    @Override
    public void close() {
        if (episodes != null) {
            episodes.close();
        }
    }

    private PretrainSettings.Maml validationSettings() {
        return new PretrainSettings.Maml(
                settings.optimizer(),
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
