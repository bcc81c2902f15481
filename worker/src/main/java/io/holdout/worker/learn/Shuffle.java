package io.holdout.worker.learn;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Orders samples and cuts them into batches. */
final class Shuffle {
    private Shuffle() {}

    /** A shuffled copy (Fisher-Yates), a function of the seed. */
    static int[] of(int[] samples, long seed) {
        int[] shuffled = samples.clone();
        var random = new SplittableRandom(seed);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = kept;
        }
        return shuffled;
    }

    /** Batches that so many samples make; a single sample left over joins the batch before: batch norm needs two. */
    static int batches(int samples, int batchSize) {
        int whole = samples / batchSize;
        int rest = samples % batchSize;
        return rest == 0 || rest == 1 && whole > 0 ? whole : whole + 1;
    }

    /** The batch that starts at {@code from}. */
    static int[] batch(int[] order, int from, int batchSize) {
        int left = order.length - from;
        return Arrays.copyOfRange(order, from, from + (left <= batchSize + 1 ? left : batchSize));
    }
}
