package io.holdout.coordinator.sweep;

import java.util.Map;
import java.util.Set;

/**
 * Where a trial stands. Every legal step, and no other:
 *
 * <pre>
 * WAITING   -> READY      its last dependency succeeded
 * WAITING   -> GIVEN_UP   a dependency was given up
 * READY     -> RUNNING    an attempt started
 * READY     -> GIVEN_UP   a dependency was given up, or its budget of failures is spent
 * READY     -> WAITING    a dependency's result was lost
 * READY     -> SUCCEEDED  another sweep has its result
 * RUNNING   -> SUCCEEDED  the attempt that holds it has a result
 * RUNNING   -> READY      that attempt failed
 * RUNNING   -> WAITING    that attempt failed, and a dependency's result was lost meanwhile
 * SUCCEEDED -> READY      its result was lost
 * SUCCEEDED -> WAITING    its result was lost, and so was a dependency's
 * GIVEN_UP  -> READY      the user tries again
 * GIVEN_UP  -> WAITING    the user tries again, and a dependency has no result yet
 * </pre>
 */
public enum TrialStatus {
    WAITING,
    READY,
    RUNNING,
    SUCCEEDED,
    GIVEN_UP;

    private static final Map<TrialStatus, Set<TrialStatus>> LEGAL = Map.of(
            WAITING, Set.of(READY, GIVEN_UP),
            READY, Set.of(RUNNING, GIVEN_UP, WAITING, SUCCEEDED),
            RUNNING, Set.of(SUCCEEDED, READY, WAITING),
            SUCCEEDED, Set.of(READY, WAITING),
            GIVEN_UP, Set.of(READY, WAITING));

    public boolean mayBecome(TrialStatus next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether nothing more will happen by itself. */
    public boolean isEnd() {
        return this == SUCCEEDED || this == GIVEN_UP;
    }
}
