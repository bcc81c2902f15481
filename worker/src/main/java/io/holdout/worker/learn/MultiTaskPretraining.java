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
import io.holdout.worker.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Multi-domain multi-task pre-training (mm-PT): one backbone, a zero-initialised head a task; each step one batch of one
 * task, tasks interleaved at random with probability proportional to their batches left (arXiv 2404.16000).
 */
final class MultiTaskPretraining implements Epochs, AutoCloseable {
    private final PretrainSpec spec;
    private final PretrainSettings.MultiTask settings;
    private final Network network;
    private final Training training;
    private final List<Source> sources = new ArrayList<>();
    private final SourceValidation validation;
    private final int stepsPerEpoch;
    private @Nullable Prefetch<Loaded> batches;

    private record Source(SourceTask task, Head head, float[] weights, int batches) {}

    private record Loaded(Source source, int[] samples, float[] pixels) {}

    /** @throws HoldoutException TASK_UNUSABLE if a source task has too few training images */
    MultiTaskPretraining(
            PretrainSpec spec,
            PretrainSettings.MultiTask settings,
            Network network,
            Datasets datasets,
            Training training) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        this.training = training;
        this.validation = new SourceValidation(network, settings.validationImages(), spec.seed());
        for (TaskRef task : spec.sourceTasks()) {
            add(task, datasets.open(task.dataset()));
        }
        int all = sources.stream().mapToInt(Source::batches).sum();
        stepsPerEpoch = settings.stepsPerEpoch() > 0 ? Math.min(all, settings.stepsPerEpoch()) : all;
        sources.forEach(source -> source.head.addZeros(
                training.parameters(),
                training.manager(),
                network.backbone().features(),
                source.task.labels().task().headOutputs()));
    }

    private void add(TaskRef ref, Dataset dataset) {
        int[] train = dataset.split(Split.TRAIN);
        if (train.length < 2) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE", ref + " has " + train.length + " training images; mm-pt needs 2 or more");
        }
        var task = new SourceTask(ref, dataset.images(), dataset.labels(ref.task()), train);
        float[] weights = settings.classWeights() ? TaskTargets.weights(task.labels(), train) : new float[0];
        Head head = Head.number(sources.size());
        sources.add(new Source(task, head, weights, Shuffle.batches(train.length, settings.batchSize())));
        validation.add(ref, head, dataset);
    }

    TrainingRun run() {
        return training.run(this, settings.optimizer(), settings.maxEpochs(), settings.patience(), validation.chunks());
    }

    @Override
    public int steps() {
        return stepsPerEpoch;
    }

    @Override
    public void begin(int epoch, int firstStep) {
        var orders = new ArrayList<int[]>();
        for (Source source : sources) {
            orders.add(Shuffle.of(source.task.samples(), Seeds.derive(spec.seed(), "order", source.task.ref(), epoch)));
        }
        var interleaving =
                new Interleaving(orders, settings.batchSize(), Seeds.derive(spec.seed(), "interleave", epoch));
        List<Interleaving.Batch> order = new ArrayList<>();
        for (int step = 0; step < stepsPerEpoch; step++) {
            order.add(interleaving.next());
        }
        close();
        batches = network.loaders()
                .ahead(
                        firstStep,
                        stepsPerEpoch,
                        network.bytes(settings.batchSize()),
                        step -> load(order.get(step), (long) (epoch - 1) * stepsPerEpoch + step + 1));
    }

    private Loaded load(Interleaving.Batch batch, long number) {
        Source source = sources.get(batch.source());
        OptionalLong augmentation = settings.augment()
                ? OptionalLong.of(Seeds.derive(spec.seed(), "augment", number))
                : OptionalLong.empty();
        return new Loaded(source, batch.samples(), network.pixels(source.task.images(), batch.samples(), augmentation));
    }

    @Override
    public double step(int epoch, int step) {
        Loaded batch = Training.opened(batches).next();
        Source source = batch.source;
        SourceTask task = source.task;
        try (NDManager scope = training.manager().newSubManager()) {
            NDArray x = network.lastInput(scope, batch.pixels, batch.samples.length);
            var loss = new Loss(
                    scope,
                    TaskTargets.of(task.labels(), batch.samples),
                    settings.classWeights() ? source.weights : null);
            double scale = settings.lossScaling() ? 1.0 / source.batches : 1.0;
            return training.step(
                    source.head,
                    () -> loss.of(network.logits(training.parameters(), source.head, x, BatchNormMode.TRAIN)),
                    scale,
                    () -> task.ref() + ", epoch " + epoch + ", step " + (step + 1));
        }
    }

    @Override
    public Found validate(int epoch, Runnable afterChunk) {
        return validation.run(training.manager(), training.parameters(), afterChunk);
    }

    @Override
    public void close() {
        if (batches != null) {
            batches.close();
        }
    }
}
