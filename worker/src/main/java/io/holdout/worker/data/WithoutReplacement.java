package io.holdout.worker.data;

import java.util.SplittableRandom;

/** Draws without replacement: the Fisher-Yates shuffle, stopped as soon as enough is drawn. */
final class WithoutReplacement {
    private WithoutReplacement() {}

    /**
     * Moves a uniform draw out of {@code items[from..]} to {@code items[from..to)}, in random order. Drawing up to 5 and
     * then from 5 to 15 gives two disjoint draws, of which the first does not depend on the second.
     */
    static void draw(int[] items, int from, int to, SplittableRandom random) {
        for (int i = from; i < to; i++) {
            int other = i + random.nextInt(items.length - i);
            int drawn = items[other];
            items[other] = items[i];
            items[i] = drawn;
        }
    }
}
