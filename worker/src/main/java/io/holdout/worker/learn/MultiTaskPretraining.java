package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Multi-domain multi-task pre-training (mm-PT): one backbone, a zero-initialised head a task; each step one batch of one
 * task, tasks interleaved at random with probability proportional to their batches left (arXiv 2404.16000).
 */
final class MultiTaskPretraining {
    private final PretrainSpec spec;
    private final PretrainSettings.MultiTask settings;
    private final Network network;
    private final List<Source> sources = new ArrayList<>();
    private final Progress progress;
    private long steps;

    /** One source task. {@code order} is its shuffled train split, from which batches are taken. */
    private static final class Source {
        private final TaskRef task;
        private final Head head;
        private final Dataset dataset;
        private final TaskLabels labels;
        private final int[] train;
        private final int[] validation;
        private final float @Nullable [] weights;
        private int[] order = new int[0];
        private int next;

        Source(TaskRef task, Head head, Dataset dataset, int[] validation, boolean weighted) {
            this.task = task;
            this.head = head;
            this.dataset = dataset;
            this.labels = dataset.labels(task.task());
            this.train = dataset.split(Split.TRAIN);
            this.validation = validation;
            this.weights = weighted ? TaskTargets.weights(labels, train) : null;
        }

        int batches(int batchSize) {
            return Shuffle.batches(train.length, batchSize);
        }

        int batchesLeft(int batchSize) {
            return Shuffle.batches(order.length - next, batchSize);
        }
    }

    MultiTaskPretraining(
            PretrainSpec spec,
            PretrainSettings.MultiTask settings,
            Network network,
            Datasets datasets,
            Progress progress) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        this.progress = progress;
        for (TaskRef task : spec.sourceTasks()) {
            Dataset dataset = datasets.open(task.dataset());
            int[] validation = dataset.split(Split.VAL);
            if (settings.validationImages() > 0 && settings.validationImages() < validation.length) {
                int[] shuffled = Shuffle.of(validation, Seeds.derive(spec.seed(), "validation images", task));
                validation = Arrays.copyOf(shuffled, settings.validationImages());
            }
            sources.add(new Source(task, Head.number(sources.size()), dataset, validation, settings.classWeights()));
        }
    }

    TrainingRun run(NDManager manager, Tensors start) {
        Parameters parameters = Parameters.of(manager, start);
        for (Source source : sources) {
            source.head.addZeros(
                    parameters,
                    manager,
                    network.backbone().features(),
                    source.labels.task().headOutputs());
        }
        var adam = new HeadedAdam(manager, parameters, settings.learningRate());
        var run = new TrainingRun(settings.patience());
        while (!run.isOver(settings.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, adam, epoch);
            validate(manager, parameters, run, trainLoss);
        }
        return run;
    }

    private double epoch(NDManager manager, Parameters parameters, HeadedAdam adam, int epoch) {
        for (Source source : sources) {
            source.order = Shuffle.of(source.train, Seeds.derive(spec.seed(), "order", source.task, epoch));
            source.next = 0;
        }
        var random = new SplittableRandom(Seeds.derive(spec.seed(), "interleave", epoch));
        long all =
                sources.stream().mapToLong(s -> s.batches(settings.batchSize())).sum();
        long planned = settings.stepsPerEpoch() > 0 ? Math.min(all, settings.stepsPerEpoch()) : all;
        double sum = 0;
        for (long step = 0; step < planned; step++) {
            Source source = choose(random);
            int[] samples = Shuffle.batch(source.order, source.next, settings.batchSize());
            source.next += samples.length;
            sum += step(manager, parameters, adam, source, samples);
            tell(epoch, step + 1, planned);
        }
        return planned == 0 ? 0 : sum / planned;
    }

    private Source choose(SplittableRandom random) {
        long left = sources.stream()
                .mapToLong(source -> source.batchesLeft(settings.batchSize()))
                .sum();
        long draw = random.nextLong(left);
        for (Source source : sources) {
            draw -= source.batchesLeft(settings.batchSize());
            if (draw < 0) {
                return source;
            }
        }
        throw new IllegalStateException("a draw beyond the batches left");
    }

    private double step(NDManager manager, Parameters parameters, HeadedAdam adam, Source source, int[] samples) {
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = settings.augment()
                    ? network.augmentedBatch(
                            scope, source.dataset.images(), samples, Seeds.derive(spec.seed(), "augment", steps))
                    : network.batch(scope, source.dataset.images(), samples);
            var loss = new Loss(scope, TaskTargets.of(source.labels, samples), source.weights);
            double scale = settings.lossScaling() ? 1.0 / source.batches(settings.batchSize()) : 1.0;
            NDArray value = Gradients.recording(() -> {
                NDArray mean = loss.of(network.logits(parameters, source.head, x, BatchNormMode.TRAIN));
                Gradients.backward(scale == 1.0 ? mean : mean.mul(scale));
                return mean;
            });
            double finite = Loss.finite(value, source.task + ", step " + steps);
            adam.step(source.head);
            return finite;
        }
    }

    private void validate(NDManager manager, Parameters parameters, TrainingRun run, double trainLoss) {
        double loss = 0;
        double auroc = 0;
        int scored = 0;
        int measured = 0;
        for (Source source : sources) {
            if (source.validation.length == 0) {
                continue;
            }
            var evaluation = network.evaluate(
                    manager, parameters, source.head, source.dataset.images(), source.labels, source.validation);
            loss += evaluation.loss();
            measured++;
            if (!Double.isNaN(evaluation.scores().auroc())) {
                auroc += evaluation.scores().auroc();
                scored++;
            }
            stopIfTold();
        }
        run.epoch(
                trainLoss,
                measured == 0 ? Double.NaN : loss / measured,
                scored == 0 ? Double.NaN : auroc / scored,
                parameters.backboneTensors());
    }

    private void tell(int epoch, long step, long planned) {
        stopIfTold();
        progress.at(
                (epoch - 1) * planned + step,
                settings.maxEpochs() * planned,
                String.format(Locale.ROOT, "epoch %d, step %d of %d", epoch, step, planned));
    }

    private void stopIfTold() {
        if (progress.shouldStop()) {
            throw new StoppedException();
        }
    }
}
