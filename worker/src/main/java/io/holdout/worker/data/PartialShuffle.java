package io.holdout.worker.data;

import java.util.SplittableRandom;

/** Draws without replacement by a partial Fisher-Yates shuffle. */
final class PartialShuffle {
    private PartialShuffle() {}

    /**
     * Moves {@code count} uniformly drawn items to the front, in the order drawn. The first n are the same whatever
     * larger count is asked for.
     */
    static void toFront(int[] items, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            int drawn = random.nextInt(i, items.length);
            int item = items[drawn];
            items[drawn] = items[i];
            items[i] = item;
        }
    }
}
