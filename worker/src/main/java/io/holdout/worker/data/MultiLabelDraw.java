package io.holdout.worker.data;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws a small set of images in which every label has n positives and n negatives (MedIMeta, arXiv 2404.16000).
 *
 * <p>For each label, ascending, n positives and then n negatives are drawn; the union is shuffled and cut to its shortest
 * prefix that has n of each (which is at least 2n long). Then one pass from its first to its last image drops each one
 * that no label needs. One pass is enough: what was needed once is needed in every smaller set, so the result has no
 * image to spare.
 */
final class MultiLabelDraw {
    private MultiLabelDraw() {}

    /**
     * One such set, in random order. A side of a label with fewer than n images in the pool needs just those.
     *
     * @param columns the labels that count
     * @param pool distinct; the same pool in the same order gives the same set
     */
    static int[] draw(TaskLabels labels, List<Integer> columns, int[] pool, int n, SplittableRandom random) {
        int[] needs = new int[2 * columns.size()];
        int[] union = union(labels, columns, pool, n, needs, random);
        WithoutReplacement.draw(union, 0, union.length, random);
        return thinned(union, new LabelBalance(labels, columns, needs));
    }

    /** The images of a pool that have a value, 0 or 1, in a column. */
    static int[] side(TaskLabels labels, int column, int value, int[] pool) {
        return Arrays.stream(pool)
                .filter(sample -> labels.value(sample, column) == value)
                .toArray();
    }

    private static int[] union(
            TaskLabels labels, List<Integer> columns, int[] pool, int n, int[] needs, SplittableRandom random) {
        Set<Integer> union = new LinkedHashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int value = 1; value >= 0; value--) {
                int[] side = side(labels, columns.get(i), value, pool);
                int need = Math.min(n, side.length);
                WithoutReplacement.draw(side, 0, need, random);
                Arrays.stream(side, 0, need).forEach(union::add);
                needs[2 * i + value] = need;
            }
        }
        return union.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The images of the shortest prefix that meets an empty balance, in that order, but for those that can be spared. */
    static int[] thinned(int[] shuffled, LabelBalance balance) {
        int length = 0;
        while (!balance.isMet()) {
            balance.add(shuffled[length++]);
        }
        int[] kept = new int[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (balance.canSpare(shuffled[i])) {
                balance.remove(shuffled[i]);
            } else {
                kept[count++] = shuffled[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
