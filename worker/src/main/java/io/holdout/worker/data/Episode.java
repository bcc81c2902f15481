package io.holdout.worker.data;

import java.util.List;

/**
 * One few-shot episode.
 *
 * @param support image positions to learn from
 * @param supportTargets their targets, over the classes kept
 * @param query image positions to be tested on; none is in {@code support}
 * @param queryTargets their targets, over the classes kept
 * @param classesKept for each class of the targets, the class (or label column) of the task it was
 */
public record Episode(
        int[] support, Targets supportTargets, int[] query, Targets queryTargets, List<Integer> classesKept) {}
