package io.holdout.worker.run;

/**
 * How many orders a worker likes to have waiting beyond those for its slots. A report and the next order take 10 to 40 ms to
 * turn round, so trials of a minute need none, trials of a second one for each slot, and trials of a millisecond as many as
 * are allowed. Not thread-safe.
 */
final class Lookahead {
    /** Work that waits is to last about so long: much longer than a turn, and short beside a sweep's tail. */
    private static final double BRIDGED_NANOS = 200e6;

    /** While trials are shorter, the turn is a percent of them or more, and one that waits for a slot is worth it. */
    private static final double SHORT_NANOS = 2e9;

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
        double eachSlot = Math.max(BRIDGED_NANOS / Math.max(1, meanNanos), meanNanos <= SHORT_NANOS ? 1 : 0);
        return (int) Math.min(most(), slots * eachSlot);
    }

    /** Never more than this. */
    int most() {
        return MOST_A_SLOT * slots;
    }
}
