package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.Images;
import io.holdout.worker.data.Metrics;
import io.holdout.worker.data.Scores;
import io.holdout.worker.data.Targets;
import io.holdout.worker.data.TaskLabels;
import java.util.Arrays;

/** A backbone with its input size: what turns image positions into logits. */
record Network(Backbone backbone, int imageSize) {
    /** Images in one batch of an evaluation: bounds memory, does not change results. */
    private static final int EVALUATION_BATCH = 128;

    /** Loss and scores of an evaluation. */
    record Evaluation(double loss, Scores scores) {}

    NDArray batch(NDManager manager, Images images, int[] samples) {
        return array(manager, BatchLoader.load(images, samples, imageSize), samples.length);
    }

    NDArray augmentedBatch(NDManager manager, Images images, int[] samples, long seed) {
        return array(manager, BatchLoader.loadAugmented(images, samples, imageSize, seed), samples.length);
    }

    private NDArray array(NDManager manager, float[] pixels, int samples) {
        return manager.create(pixels, new Shape(samples, 3, imageSize, imageSize));
    }

    /** Logits of a batch, N x outputs; keeps x. */
    NDArray logits(Parameters parameters, Head head, NDArray x, BatchNormMode mode) {
        return head.forward(parameters, backbone.forward(parameters, x, mode));
    }

    /** Mean loss and scores over samples of a task, all its classes, with the running statistics. */
    Evaluation evaluate(
            NDManager manager, Parameters parameters, Head head, Images images, TaskLabels labels, int[] samples) {
        Targets all = TaskTargets.of(labels, samples);
        float[] logits = new float[samples.length * all.headOutputs()];
        double loss = 0;
        for (int from = 0; from < samples.length; from += EVALUATION_BATCH) {
            int[] part = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + EVALUATION_BATCH));
            try (NDManager scope = manager.newSubManager();
                    NDArray x = batch(scope, images, part)) {
                NDArray y = logits(parameters, head, x, BatchNormMode.EVALUATE);
                float[] values = y.toFloatArray();
                System.arraycopy(values, 0, logits, from * all.headOutputs(), values.length);
                loss += new Loss(scope, TaskTargets.of(labels, part), null)
                                .of(y)
                                .getFloat()
                        * part.length;
            }
        }
        return new Evaluation(loss / samples.length, Metrics.score(all, logits));
    }
}
