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
import io.holdout.worker.learn.Network.Evaluation;
import io.holdout.worker.learn.Network.Question;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fully supervised baseline: train split, early stop on the validation AUROC, report on the test split. */
final class SupervisedTraining {
    private final SupervisedSpec spec;
    private final Network network;
    private final Dataset dataset;
    private final TaskLabels labels;
    private final Head head = Head.number(0);
    private final int[] train;
    private final Part validation;
    private final Part test;
    private final WorkMeter meter;
    private final int stepsPerEpoch;
    private long steps;

    /** A split to evaluate on. */
    private record Part(String name, ImageSet images, List<Question> questions) {}

    /** @throws HoldoutException TASK_UNUSABLE if a split has too few images */
    SupervisedTraining(SupervisedSpec spec, Network network, Dataset dataset, Progress progress) {
        this.spec = spec;
        this.network = network;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.train = dataset.split(Split.TRAIN);
        this.validation = part(Split.VAL);
        this.test = part(Split.TEST);
        if (train.length < 2 || validation.images.size() == 0 || test.images.size() == 0) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE",
                    spec.target() + " has " + train.length + " training, " + validation.images.size()
                            + " validation and " + test.images.size()
                            + " test images; supervised training needs 2, 1 and 1 or more");
        }
        int all = Shuffle.batches(train.length, spec.batchSize());
        stepsPerEpoch = spec.stepsPerEpoch() > 0 ? Math.min(all, spec.stepsPerEpoch()) : all;
        meter = new WorkMeter(progress, (long) spec.maxEpochs() * (stepsPerEpoch + validation.images.chunks()));
    }

    private Part part(Split split) {
        int[] samples = dataset.split(split);
        return new Part(
                "the " + split.word() + " split of " + spec.target(),
                new ImageSet(dataset.images(), samples, network.imageSize()),
                List.of(new Question(head, TaskTargets.of(labels, samples))));
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
        @Nullable Evaluation best = null;
        while (!run.isOver(spec.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, adam, weights, epoch);
            var valid = evaluate(manager, parameters, validation, epoch);
            run.epoch(trainLoss, valid.loss(), valid.scores().auroc(), parameters.backboneTensors());
            if (run.bestEpoch() == epoch) {
                // the head is not in the checkpoint, so the best epoch is tested while its weights are here
                best = evaluate(manager, parameters, test, epoch);
            }
        }
        if (best == null) {
            throw new IllegalStateException("no epoch was run");
        }
        return new TrialResult.Supervised(
                best.scores().auroc(),
                best.scores().accuracy(),
                best.loss(),
                test.images.size(),
                run.bestEpoch(),
                keep.apply(run.bestAuroc()),
                run.curve());
    }

    private Evaluation evaluate(NDManager manager, Parameters parameters, Part part, int epoch) {
        return network.evaluate(
                        manager,
                        parameters,
                        part.questions,
                        part.images,
                        part.name,
                        () -> meter.tick("epoch " + epoch + ", " + part.name))
                .get(0);
    }

    private double epoch(NDManager manager, Parameters parameters, Adam adam, float @Nullable [] weights, int epoch) {
        int[] order = Shuffle.of(train, Seeds.derive(spec.seed(), "order", spec.target(), epoch));
        double sum = 0;
        int next = 0;
        for (int step = 1; step <= stepsPerEpoch; step++) {
            int[] samples = Shuffle.batch(order, next, spec.batchSize());
            next += samples.length;
            sum += step(manager, parameters, adam, weights, samples);
            meter.tick("epoch " + epoch + ", step " + step + " of " + stepsPerEpoch);
        }
        return sum / stepsPerEpoch;
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
