package io.holdout.worker.data;

import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * Reads a label in the ways in which Python writes one into CSV: {@code 3}, {@code 3.0}, {@code True}, {@code [0, 1]},
 * {@code [0 1]}, {@code [0. 1.]}.
 */
final class LabelCell {
    private static final Pattern BETWEEN = Pattern.compile("[\\s,|;\\[\\]()]+");

    private LabelCell() {}

    /** The integers of a cell; none if something in it is no integer. */
    static long[] values(String cell) {
        var values = new ArrayList<Long>();
        for (String word : BETWEEN.split(cell, -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (word.equals("True") || word.equals("False")) {
                values.add(word.equals("True") ? 1L : 0L);
                continue;
            }
            try {
                double value = Double.parseDouble(word);
                if (value != Math.rint(value) || Double.isInfinite(value)) {
                    return new long[0];
                }
                values.add((long) value);
            } catch (NumberFormatException e) {
                return new long[0];
            }
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
