package io.holdout.worker.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The batches of one epoch over several sources: each batch from one source, drawn with a probability proportional to the
 * batches it has left, until every sample of every source was in one.
 */
final class Interleaving {
    /** @param source its position among the sources */
    record Batch(int source, int[] samples) {}

    private final List<int[]> orders;
    private final int batchSize;
    private final SplittableRandom random;
    private final int[] next;
    private int left;

    /** @param orders samples of each source, in the order in which batches take them */
    Interleaving(List<int[]> orders, int batchSize, long seed) {
        this.orders = new ArrayList<>(orders);
        this.batchSize = batchSize;
        this.random = new SplittableRandom(seed);
        this.next = new int[orders.size()];
        for (int source = 0; source < orders.size(); source++) {
            left += batchesLeft(source);
        }
    }

    int batchesLeft() {
        return left;
    }

    Batch next() {
        int draw = random.nextInt(left);
        int source = 0;
        while (draw >= batchesLeft(source)) {
            draw -= batchesLeft(source);
            source++;
        }
        int[] samples = Shuffle.batch(orders.get(source), next[source], batchSize);
        next[source] += samples.length;
        left--;
        return new Batch(source, samples);
    }

    private int batchesLeft(int source) {
        return Shuffle.batches(orders.get(source).length - next[source], batchSize);
    }
}
