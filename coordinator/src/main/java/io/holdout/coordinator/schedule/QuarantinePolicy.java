package io.holdout.coordinator.schedule;

/** When a worker is kept from work because trials fail on it that have nothing in common but the worker, and how long. */
public final class QuarantinePolicy {
    /**
     * Trials that fail on a worker one after the other, each for the first time, before the worker is blamed. Two may be
     * chance; each of them costs a trial one of its attempts.
     */
    public static final int FAILED_TRIALS = 3;

    /** How long a trial that failed on a worker waits for another worker to take it, before it may go there again. */
    public static final long ELSEWHERE_FIRST_MILLIS = 10_000;

    /** The first time; it doubles with every further one in a row. Short, since all others may be lost meanwhile. */
    static final long FIRST_MILLIS = 60_000;

    /** Long enough that a worker which is never mended costs next to nothing. */
    public static final long LONGEST_MILLIS = 3_600_000;

    private QuarantinePolicy() {}

    /**
     * How long a worker is kept from work.
     *
     * @param times that it was before, without a success since
     */
    public static long millis(int times) {
        return Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(times, 20));
    }
}
