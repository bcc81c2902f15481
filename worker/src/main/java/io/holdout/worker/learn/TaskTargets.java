package io.holdout.worker.learn;

import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Targets;
import io.holdout.worker.data.TaskLabels;

/** Targets over all classes of a task, and weights of its classes. */
final class TaskTargets {
    private TaskTargets() {}

    static Targets of(TaskLabels labels, int[] samples) {
        int columns = labels.columns();
        int[] values = new int[samples.length * columns];
        for (int i = 0; i < samples.length; i++) {
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = labels.value(samples[i], column);
            }
        }
        TaskTarget target = labels.task().target();
        int classes = target == TaskTarget.BINARY_CLASSIFICATION
                ? 2
                : labels.task().labels().size();
        return new Targets(target, classes, samples.length, values);
    }

    /**
     * Class weights over a split: (largest count + 1) / (count + 1) a class, or (negatives + 1) / (positives + 1) an
     * output (arXiv 2404.16000).
     */
    static float[] weights(TaskLabels labels, int[] samples) {
        Targets targets = of(labels, samples);
        if (targets.target().isSingleChoice()) {
            int[] counts = new int[targets.classes()];
            int largest = 0;
            for (int value : targets.values()) {
                largest = Math.max(largest, ++counts[value]);
            }
            float[] weights = new float[counts.length];
            for (int c = 0; c < counts.length; c++) {
                weights[c] = (largest + 1f) / (counts[c] + 1f);
            }
            return weights;
        }
        int outputs = targets.headOutputs();
        int[] positives = new int[outputs];
        for (int i = 0; i < targets.values().length; i++) {
            positives[i % outputs] += targets.values()[i];
        }
        float[] weights = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            weights[o] = (samples.length - positives[o] + 1f) / (positives[o] + 1f);
        }
        return weights;
    }
}
