package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import java.util.List;

/**
 * What a network should answer for some samples of a task, possibly with fewer classes than the task has.
 *
 * @param target kind of labelling
 * @param classes classes (single-choice), 2 (binary) or labels (multi-label) among which these targets are
 * @param samples number of samples
 * @param values single-choice: the class, 0 to classes-1, of each sample; binary: 0 or 1 of each sample; multi-label:
 *     samples x classes zeros and ones, row by row
 */
public record Targets(TaskTarget target, int classes, int samples, int[] values) {
    /**
     * The targets of some samples over some classes of their task.
     *
     * @param samples image positions
     * @param classes ascending; class {@code classes.get(c)} of the task becomes class c, column
     *     {@code classes.get(c)} of a multi-label task column c; a binary task needs both
     * @throws IllegalArgumentException if a sample's class is not among {@code classes}
     */
    public static Targets of(TaskLabels labels, int[] samples, List<Integer> classes) {
        TaskTarget target = labels.task().target();
        boolean multiLabel = target == TaskTarget.MULTILABEL_CLASSIFICATION;
        int columns = multiLabel ? classes.size() : 1;
        int[] values = new int[samples.length * columns];
        for (int i = 0; i < samples.length; i++) {
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = multiLabel
                        ? labels.value(samples[i], classes.get(column))
                        : position(labels, samples[i], classes);
            }
        }
        return new Targets(target, classes.size(), samples.length, values);
    }

    private static int position(TaskLabels labels, int sample, List<Integer> classes) {
        int position = classes.indexOf(labels.classOf(sample));
        if (position < 0) {
            throw new IllegalArgumentException("sample " + sample + " of " + labels.task().ref() + " is of class "
                    + labels.classOf(sample) + ", not one of " + classes);
        }
        return position;
    }

    /** Outputs that a head needs for these targets: 1 for binary, else one a class. */
    public int headOutputs() {
        return target.headOutputs(classes);
    }
}
