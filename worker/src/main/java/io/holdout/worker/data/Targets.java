package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;

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
    /** Outputs that a head needs for these targets: 1 for binary, else one a class. */
    public int headOutputs() {
        return target.headOutputs(classes);
    }
}
