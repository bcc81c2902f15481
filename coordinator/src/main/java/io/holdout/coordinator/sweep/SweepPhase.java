package io.holdout.coordinator.sweep;

/** Where a sweep stands. */
public enum SweepPhase {
    NOT_SUBMITTED,
    RUNNING,
    CANCELLED,
    FINISHED
}
