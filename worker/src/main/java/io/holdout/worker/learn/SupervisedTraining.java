package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.Paused;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import io.holdout.worker.learn.Network.Evaluation;
import io.holdout.worker.learn.Network.Question;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fully supervised baseline: train split, early stop on the validation AUROC, report on the test split. */
final class SupervisedTraining implements Epochs, AutoCloseable {
    private final SupervisedSpec spec;
    private final Network network;
    private final Dataset dataset;
    private final TaskLabels labels;
    private final Training training;
    private final Head head = Head.number(0);
    private final int[] train;
    private final float @Nullable [] weights;
    private final Part validation;
    private final Part test;
    private final int stepsPerEpoch;
    private @Nullable Prefetch<Loaded> batches;

    /** A split to evaluate on. */
    private record Part(String name, ImageSet images, List<Question> questions) {}

    private record Loaded(int[] samples, float[] pixels) {}

    /** @throws HoldoutException TASK_UNUSABLE if a split has too few images */
    SupervisedTraining(SupervisedSpec spec, Network network, Dataset dataset, Training training) {
        this.spec = spec;
        this.network = network;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.training = training;
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
        this.weights = spec.classWeights() ? TaskTargets.weights(labels, train) : null;
        int all = Shuffle.batches(train.length, spec.batchSize());
        stepsPerEpoch = spec.stepsPerEpoch() > 0 ? Math.min(all, spec.stepsPerEpoch()) : all;
        head.addUniform(
                training.parameters(),
                training.manager(),
                network.backbone().features(),
                labels.task().headOutputs(),
                Seeds.derive(spec.seed(), "head", spec.target()));
    }

    private Part part(Split split) {
        int[] samples = dataset.split(split);
        return new Part(
                "the " + split.word() + " split of " + spec.target(),
                new ImageSet(dataset.images(), samples, network.imageSize()),
                List.of(new Question(head, TaskTargets.of(labels, samples))));
    }

    /**
     * @param keep keeps the best weights and gives their content hash
     * @param pause keeps where it stopped
     */
    TrialResult run(Function<Tensors, String> keep, Function<Checkpoints.Checkpoint, Paused> pause) {
        TrainingRun run =
                training.run(this, spec.optimizer(), spec.maxEpochs(), spec.patience(), validation.images.chunks());
        training.parameters().set(run.bestAuroc());
        Evaluation best = evaluate(test, () -> {});
        return new TrialResult.Supervised(
                best.scores().auroc(),
                best.scores().accuracy(),
                best.loss(),
                test.images.size(),
                run.bestEpoch(),
                keep.apply(run.bestAuroc()),
                run.curve(),
                run.pausedAt().map(pause).orElse(null));
    }

    private Evaluation evaluate(Part part, Runnable afterChunk) {
        return network.evaluate(
                        training.manager(), training.parameters(), part.questions, part.images, part.name, afterChunk)
                .get(0);
    }

    @Override
    public int steps() {
        return stepsPerEpoch;
    }

    @Override
    public void begin(int epoch, int firstStep) {
        int[] order = Shuffle.of(train, Seeds.derive(spec.seed(), "order", spec.target(), epoch));
        close();
        batches = network.loaders()
                .ahead(
                        firstStep,
                        stepsPerEpoch,
                        network.bytes(spec.batchSize()),
                        step -> load(order, step, (long) (epoch - 1) * stepsPerEpoch + step + 1));
    }

    private Loaded load(int[] order, int step, long number) {
        int[] samples = Shuffle.batch(order, step * spec.batchSize(), spec.batchSize());
        OptionalLong augmentation = spec.augment()
                ? OptionalLong.of(Seeds.derive(spec.seed(), "augment", spec.target(), number))
                : OptionalLong.empty();
        return new Loaded(samples, network.pixels(dataset.images(), samples, augmentation));
    }

    @Override
    public double step(int epoch, int step) {
        Loaded batch = Training.opened(batches).next();
        try (NDManager scope = training.manager().newSubManager()) {
            NDArray x = network.lastInput(scope, batch.pixels, batch.samples.length);
            var loss = new Loss(scope, TaskTargets.of(labels, batch.samples), weights);
            return training.step(
                    head,
                    () -> loss.of(network.logits(training.parameters(), head, x, BatchNormMode.TRAIN)),
                    1,
                    () -> "training on " + spec.target() + ", epoch " + epoch + ", step " + (step + 1));
        }
    }

    @Override
    public Found validate(int epoch, Runnable afterChunk) {
        Evaluation found = evaluate(validation, afterChunk);
        return new Found(found.loss(), found.scores().auroc());
    }

    @Override
    public void close() {
        if (batches != null) {
            batches.close();
        }
    }
}
