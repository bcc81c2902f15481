package io.holdout.worker.run;

/**
 * How many orders a worker likes to have waiting beyond those for its slots. A report and the next order take some
 * milliseconds to turn round, so trials of a second need none, and trials of a millisecond a hundred for each slot. Not
 * thread-safe.
 */
final class Lookahead {
    /** Work that waits is to last about so long: much longer than a turn, and short beside a sweep's tail. */
    private static final double BRIDGED_NANOS = 200e6;

    private static final int MOST_A_SLOT = 31;
    /** Share of the newest attempt in the mean. */
    private static final double NEWEST = 1.0 / 16;

    private final int slots;
    private double meanNanos = Double.POSITIVE_INFINITY;

    Lookahead(int slots) {
        this.slots = slots;
    }

    /** An attempt took so long. */
    void ended(long nanos) {
        meanNanos = Double.isInfinite(meanNanos) ? nanos : meanNanos + NEWEST * (nanos - meanNanos);
    }

    int orders() {
        return (int) Math.min(most(), slots * BRIDGED_NANOS / Math.max(1, meanNanos));
    }

    /** Never more than this. */
    int most() {
        return MOST_A_SLOT * slots;
    }
}
