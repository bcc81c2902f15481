package io.holdout.coordinator.sweep;

/** Where a sweep stands. */
public enum SweepPhase {
    NOT_SUBMITTED,
    RUNNING,
    CANCELLED,
    FINISHED,
    /** What runs goes on to its end, nothing new starts. */
    PAUSED;

    /** Whether workers may hold its attempts. */
    public boolean isUnderWay() {
        return this == RUNNING || this == PAUSED;
    }
}
