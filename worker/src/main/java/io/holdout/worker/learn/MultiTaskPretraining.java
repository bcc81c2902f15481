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

/**
 * Multi-domain multi-task pre-training (mm-PT): one backbone, a zero-initialised head a task; each step one batch of one
 * task, tasks interleaved at random with probability proportional to their batches left (arXiv 2404.16000).
 */
final class MultiTaskPretraining {
    private final PretrainSpec spec;
    private final PretrainSettings.MultiTask settings;
    private final Network network;
    private final List<Source> sources = new ArrayList<>();
    private final SourceValidation validation;
    private final WorkMeter meter;
    private final int stepsPerEpoch;
    private long steps;

    private record Source(SourceTask task, Head head, float[] weights, int batches) {}

    /** @throws HoldoutException TASK_UNUSABLE if a source task has too few training images */
    MultiTaskPretraining(
            PretrainSpec spec,
            PretrainSettings.MultiTask settings,
            Network network,
            Datasets datasets,
            Progress progress) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        this.validation = new SourceValidation(network, settings.validationImages(), spec.seed());
        for (TaskRef task : spec.sourceTasks()) {
            add(task, datasets.open(task.dataset()));
        }
        int all = sources.stream().mapToInt(Source::batches).sum();
        stepsPerEpoch = settings.stepsPerEpoch() > 0 ? Math.min(all, settings.stepsPerEpoch()) : all;
        meter = new WorkMeter(progress, (long) settings.maxEpochs() * (stepsPerEpoch + validation.chunks()));
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

    TrainingRun run(NDManager manager, Tensors start) {
        Parameters parameters = Parameters.of(manager, start);
        for (Source source : sources) {
            source.head.addZeros(
                    parameters,
                    manager,
                    network.backbone().features(),
                    source.task.labels().task().headOutputs());
        }
        var adam = new HeadedAdam(manager, parameters, settings.learningRate());
        var run = new TrainingRun(settings.patience());
        while (!run.isOver(settings.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, adam, epoch);
            var found = validation.run(manager, parameters, () -> meter.tick("epoch " + epoch + ", validation"));
            run.epoch(trainLoss, found.loss(), found.auroc(), parameters.backboneTensors());
        }
        return run;
    }

    private double epoch(NDManager manager, Parameters parameters, HeadedAdam adam, int epoch) {
        var orders = new ArrayList<int[]>();
        for (Source source : sources) {
            orders.add(Shuffle.of(source.task.samples(), Seeds.derive(spec.seed(), "order", source.task.ref(), epoch)));
        }
        var batches = new Interleaving(orders, settings.batchSize(), Seeds.derive(spec.seed(), "interleave", epoch));
        double sum = 0;
        for (int step = 1; step <= stepsPerEpoch; step++) {
            var batch = batches.next();
            sum += step(manager, parameters, adam, sources.get(batch.source()), batch.samples());
            meter.tick("epoch " + epoch + ", step " + step + " of " + stepsPerEpoch);
        }
        return sum / stepsPerEpoch;
    }

    private double step(NDManager manager, Parameters parameters, HeadedAdam adam, Source source, int[] samples) {
        steps++;
        SourceTask task = source.task;
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = settings.augment()
                    ? network.augmentedBatch(scope, task.images(), samples, Seeds.derive(spec.seed(), "augment", steps))
                    : network.batch(scope, task.images(), samples);
            var loss = new Loss(
                    scope, TaskTargets.of(task.labels(), samples), settings.classWeights() ? source.weights : null);
            double scale = settings.lossScaling() ? 1.0 / source.batches : 1.0;
            NDArray value = Gradients.recording(() -> {
                NDArray mean = loss.of(network.logits(parameters, source.head, x, BatchNormMode.TRAIN));
                Gradients.backward(scale == 1.0 ? mean : Torch.scaled(mean, scale));
                return mean;
            });
            double finite = Loss.finite(value, task.ref() + ", step " + steps);
            adam.step(source.head);
            return finite;
        }
    }
}
