package io.holdout.coordinator.schedule;

/**
 * A trial that waits for a worker only.
 *
 * @param notBeforeMillis when it may start at the earliest; 0 if it never failed
 * @param outOfMemory how often it found its device too small: each time it is thought to need the next larger one
 * @param alone whether it may only run on a worker that runs nothing else
 */
public record Ready(int trial, long notBeforeMillis, int outOfMemory, boolean alone) {
    /** A trial that never failed. */
    public static Ready fresh(int trial) {
        return new Ready(trial, 0, 0, false);
    }

    /** Whether it stands in the queue by urgency; else among the few that failed before, by time. */
    boolean isFresh() {
        return notBeforeMillis == 0 && outOfMemory == 0 && !alone;
    }
}
