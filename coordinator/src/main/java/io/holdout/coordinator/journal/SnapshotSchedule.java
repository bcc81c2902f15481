package io.holdout.coordinator.journal;

/**
 * After which events a snapshot is taken. One costs time in proportion to the trials that have run, and so to the events
 * before it; they become rarer as a journal grows, so that an event's share of them stays small.
 */
public final class SnapshotSchedule {
    /** Replaying as many takes well under a second. */
    private static final int SHORTEST = 2_000;

    /** A multiple of all others: Pekko deletes old snapshots when it takes one of these, and at no other. */
    public static final int LONGEST = 40_000;

    private static final int[] INTERVALS = {LONGEST, 20_000, 8_000, 4_000, SHORTEST};
    /** At most one event in so many lies between a snapshot and the one before. */
    private static final int SHARE = 10;

    private static final long MARGIN = 3_000L;

    private SnapshotSchedule() {}

    /** Whether one is taken after the event of this number, 1-based. */
    public static boolean isDue(long number) {
        return number % interval(number) == 0;
    }

    /** More events than lie between two snapshots when this is the last number: what is older is not read again. */
    public static long lookBack(long number) {
        return interval(number) + MARGIN;
    }

    private static int interval(long number) {
        for (int interval : INTERVALS) {
            if (number >= (long) SHARE * interval) {
                return interval;
            }
        }
        return SHORTEST;
    }
}
