package io.holdout.worker.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws a small set of samples in which each of several labels is both present and absent often enough.
 *
 * <p>Draw what each label needs, drop duplicates, shuffle, keep the shortest prefix that suffices, then drop, from first
 * to last, every sample that can be spared. One pass leaves a minimal set: dropping others never makes a sample sparable.
 */
final class MultiLabelDraw {
    private final TaskLabels labels;
    private final List<Integer> columns;
    /** How many samples are needed, by the value 0 or 1 and the place in {@link #columns}. */
    private final int[][] needed;
    /** How many samples are in the set now; same shape. */
    private final int[][] present;

    private MultiLabelDraw(TaskLabels labels, List<Integer> columns) {
        this.labels = labels;
        this.columns = columns;
        this.needed = new int[2][columns.size()];
        this.present = new int[2][columns.size()];
    }

    /**
     * Draws a minimal set.
     *
     * @param pool ascending
     * @param wanted samples with, and samples without, each label
     * @param spare samples with, and samples without, each label that the demand has to leave in the pool, where it has
     *     fewer than {@code wanted + spare}; the set may still take them for the sake of another label
     * @return in random order
     */
    static int[] draw(
            TaskLabels labels, List<Integer> columns, int[] pool, int wanted, int spare, SplittableRandom random) {
        var draw = new MultiLabelDraw(labels, columns);
        int[] candidates = draw.candidates(pool, wanted, spare, random);
        PartialShuffle.toFront(candidates, candidates.length, random);
        return draw.thinned(draw.shortestPrefix(candidates));
    }

    /** The union over labels of what each needs, ascending; sets {@link #needed}. */
    private int[] candidates(int[] pool, int wanted, int spare, SplittableRandom random) {
        var drawn = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            for (int value = 1; value >= 0; value--) {
                int[] having = ClassFilter.having(labels, pool, columns.get(i), value);
                needed[value][i] = Math.min(wanted, having.length - spare);
                PartialShuffle.toFront(having, needed[value][i], random);
                IntStream.of(having).limit(needed[value][i]).forEach(drawn::set);
            }
        }
        return drawn.stream().toArray();
    }

    /** No prefix shorter than twice the demand suffices, so it needs no lower bound of its own. */
    private int[] shortestPrefix(int[] candidates) {
        int length = 0;
        while (!suffices()) {
            count(candidates[length], 1);
            length++;
        }
        return Arrays.copyOf(candidates, length);
    }

    private int[] thinned(int[] prefix) {
        return IntStream.of(prefix).filter(sample -> !spared(sample)).toArray();
    }

    private boolean spared(int sample) {
        count(sample, -1);
        if (suffices()) {
            return true;
        }
        count(sample, 1);
        return false;
    }

    private void count(int sample, int change) {
        for (int i = 0; i < columns.size(); i++) {
            present[labels.value(sample, columns.get(i))][i] += change;
        }
    }

    private boolean suffices() {
        for (int i = 0; i < columns.size(); i++) {
            if (present[0][i] < needed[0][i] || present[1][i] < needed[1][i]) {
                return false;
            }
        }
        return true;
    }
}
