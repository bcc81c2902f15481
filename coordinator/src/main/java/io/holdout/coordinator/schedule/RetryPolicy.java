package io.holdout.coordinator.schedule;

import io.holdout.protocol.failure.FailureClass;

/** How often a trial may fail in each class before it is given up, and how long it then waits. */
public final class RetryPolicy {
    /** First wait after a failure; it doubles with every further one of the class. */
    static final long FIRST_BACKOFF_MILLIS = 500;

    /** Longest wait: long enough for a node to come back, short against a trial. */
    public static final long LONGEST_BACKOFF_MILLIS = 60_000;

    private RetryPolicy() {}

    /**
     * Failures of a class after which a trial is given up.
     *
     * <p>Losing nodes says nothing of a trial, so that budget is large. Bad input fails the same way every time, but what
     * one worker calls bad input may be that worker's own copy of the data, so another one looks at it, too.
     */
    public static int budget(FailureClass failureClass) {
        return switch (failureClass) {
            case INFRASTRUCTURE -> 50;
            case RESOURCE -> 3;
            case BUG -> 3;
            case NUMERIC -> 2;
            case USER -> 2;
        };
    }

    /**
     * How long a trial waits before its next attempt.
     *
     * @param failures of this class so far, at least 1
     */
    public static long backoffMillis(FailureClass failureClass, int failures) {
        if (failureClass == FailureClass.INFRASTRUCTURE && failures == 1) {
            return 0;
        }
        int doublings = Math.min(failures - 1, 20);
        return Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << doublings);
    }

    /**
     * Whether the wait is over. A time further off than any backoff was written by a clock that was ahead, and counts as
     * over.
     */
    public static boolean isDue(long notBeforeMillis, long now) {
        return notBeforeMillis <= now || notBeforeMillis > now + LONGEST_BACKOFF_MILLIS;
    }
}
