package io.holdout.worker.data;

import java.util.Arrays;
import java.util.List;

/** Counts positives and negatives of each label in a growing and shrinking set against how many it needs. */
final class LabelBalance {
    private final TaskLabels labels;
    private final List<Integer> columns;
    private final int[] spare;

    /** @param needs per column of {@code columns}: negatives, then positives that the set needs */
    LabelBalance(TaskLabels labels, List<Integer> columns, int[] needs) {
        this.labels = labels;
        this.columns = columns;
        this.spare = Arrays.stream(needs).map(need -> -need).toArray();
    }

    void add(int sample) {
        for (int i = 0; i < columns.size(); i++) {
            spare[side(sample, i)]++;
        }
    }

    void remove(int sample) {
        for (int i = 0; i < columns.size(); i++) {
            spare[side(sample, i)]--;
        }
    }

    boolean isMet() {
        for (int count : spare) {
            if (count < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a balance that is met would still be without a sample of the set. */
    boolean canSpare(int sample) {
        for (int i = 0; i < columns.size(); i++) {
            if (spare[side(sample, i)] < 1) {
                return false;
            }
        }
        return true;
    }

    private int side(int sample, int i) {
        return 2 * i + labels.value(sample, columns.get(i));
    }
}
