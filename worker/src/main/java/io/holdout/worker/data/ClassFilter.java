package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import java.util.List;
import java.util.stream.IntStream;

/** Which classes of a task have enough samples to be drawn from. */
final class ClassFilter {
    private ClassFilter() {}

    /**
     * What limits each class: its samples (single-choice, binary), or the fewer of those with and those without the
     * label (multi-label).
     */
    static int[] scarcest(TaskLabels labels, int[] pool) {
        return isMultiLabel(labels) ? fewerOfBoth(labels, pool) : samplesPerClass(labels, pool);
    }

    /** Classes with at least {@code minSamples} and at least one, ascending; of a binary task both or none. */
    static List<Integer> kept(TaskLabels labels, int[] scarcest, int minSamples) {
        List<Integer> kept = IntStream.range(0, scarcest.length)
                .filter(c -> scarcest[c] >= Math.max(1, minSamples))
                .boxed()
                .toList();
        boolean half = labels.task().target() == TaskTarget.BINARY_CLASSIFICATION && kept.size() < 2;
        return half ? List.of() : kept;
    }

    /** Samples of the pool whose value in a column is the one asked for, in the order of the pool. */
    static int[] having(TaskLabels labels, int[] pool, int column, int value) {
        return IntStream.of(pool)
                .filter(sample -> labels.value(sample, column) == value)
                .toArray();
    }

    static boolean isMultiLabel(TaskLabels labels) {
        return labels.task().target() == TaskTarget.MULTILABEL_CLASSIFICATION;
    }

    private static int[] samplesPerClass(TaskLabels labels, int[] pool) {
        boolean binary = labels.task().target() == TaskTarget.BINARY_CLASSIFICATION;
        int[] counts = new int[binary ? 2 : labels.task().labels().size()];
        for (int sample : pool) {
            counts[labels.classOf(sample)]++;
        }
        return counts;
    }

    private static int[] fewerOfBoth(TaskLabels labels, int[] pool) {
        int[] counts = new int[labels.columns()];
        for (int sample : pool) {
            for (int column = 0; column < counts.length; column++) {
                counts[column] += labels.value(sample, column);
            }
        }
        for (int column = 0; column < counts.length; column++) {
            counts[column] = Math.min(counts[column], pool.length - counts[column]);
        }
        return counts;
    }
}
