package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fully supervised baseline: train split, early stop on the validation AUROC, report on the test split. */
final class SupervisedTraining {
    private final SupervisedSpec spec;
    private final Network network;
    private final Dataset dataset;
    private final TaskLabels labels;
    private final Progress progress;
    private final Head head = Head.number(0);
    private final int[] train;
    private final int[] validation;
    private final int[] test;
    private long steps;

    SupervisedTraining(SupervisedSpec spec, Network network, Dataset dataset, Progress progress) {
        this.spec = spec;
        this.network = network;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.progress = progress;
        this.train = dataset.split(Split.TRAIN);
        this.validation = dataset.split(Split.VAL);
        this.test = dataset.split(Split.TEST);
        if (train.length < 2 || validation.length == 0 || test.length == 0) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE",
                    spec.target() + " has " + train.length + " training, " + validation.length + " validation and "
                            + test.length + " test images; supervised training needs some of each");
        }
    }

    /** @param keep keeps the best weights and gives their content hash */
    TrialResult run(NDManager manager, Tensors start, Function<Tensors, String> keep) {
        Parameters parameters = Parameters.of(manager, start);
        head.addUniform(
                parameters,
                manager,
                network.backbone().features(),
                labels.task().headOutputs(),
                Seeds.derive(spec.seed(), "head", spec.target()));
        var adam = new Adam(manager, parameters.trained(), spec.learningRate());
        float @Nullable [] weights = spec.classWeights() ? TaskTargets.weights(labels, train) : null;
        var run = new TrainingRun(spec.patience());
        Network.@Nullable Evaluation best = null;
        while (!run.isOver(spec.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, adam, weights, epoch);
            var valid = evaluate(manager, parameters, validation);
            run.epoch(trainLoss, valid.loss(), valid.scores().auroc(), parameters.backboneTensors());
            if (run.bestEpoch() == epoch) {
                // the head is not in the checkpoint, so the best epoch is tested while its weights are here
                best = evaluate(manager, parameters, test);
            }
        }
        if (best == null) {
            throw new IllegalStateException("no epoch was run");
        }
        return new TrialResult.Supervised(
                best.scores().auroc(),
                best.scores().accuracy(),
                best.loss(),
                test.length,
                run.bestEpoch(),
                keep.apply(run.bestAuroc()),
                run.curve());
    }

    private Network.Evaluation evaluate(NDManager manager, Parameters parameters, int[] samples) {
        return network.evaluate(manager, parameters, head, dataset.images(), labels, samples);
    }

    private double epoch(NDManager manager, Parameters parameters, Adam adam, float @Nullable [] weights, int epoch) {
        int[] order = Shuffle.of(train, Seeds.derive(spec.seed(), "order", spec.target(), epoch));
        int all = Shuffle.batches(train.length, spec.batchSize());
        int planned = spec.stepsPerEpoch() > 0 ? Math.min(all, spec.stepsPerEpoch()) : all;
        double sum = 0;
        int next = 0;
        for (int step = 1; step <= planned; step++) {
            int[] samples = Shuffle.batch(order, next, spec.batchSize());
            next += samples.length;
            sum += step(manager, parameters, adam, weights, samples);
            if (progress.shouldStop()) {
                throw new StoppedException();
            }
            progress.at(
                    (long) (epoch - 1) * planned + step,
                    (long) spec.maxEpochs() * planned,
                    String.format(Locale.ROOT, "epoch %d, step %d of %d", epoch, step, planned));
        }
        return sum / planned;
    }

    private double step(
            NDManager manager, Parameters parameters, Adam adam, float @Nullable [] weights, int[] samples) {
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = spec.augment()
                    ? network.augmentedBatch(
                            scope,
                            dataset.images(),
                            samples,
                            Seeds.derive(spec.seed(), "augment", spec.target(), steps))
                    : network.batch(scope, dataset.images(), samples);
            var loss = new Loss(scope, TaskTargets.of(labels, samples), weights);
            NDArray value = Gradients.recording(() -> {
                NDArray mean = loss.of(network.logits(parameters, head, x, BatchNormMode.TRAIN));
                Gradients.backward(mean);
                return mean;
            });
            double finite = Loss.finite(value, "training on " + spec.target() + ", step " + steps);
            adam.step();
            return finite;
        }
    }
}
