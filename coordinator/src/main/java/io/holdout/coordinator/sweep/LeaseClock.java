package io.holdout.coordinator.sweep;

/**
 * Counts only time that the coordinator saw pass. When it stood still (a paused process, a long collection) or its wall clock
 * jumped, no worker was silent for it, and no lease may run out for it. Not thread-safe.
 */
final class LeaseClock {
    /** More than this between two looks, which come once a second, was not lived through; beats wait unheard behind it. */
    private static final long LONGEST_STEP_MILLIS = 1_500;

    private long lookedMillis;
    private long livedMillis;
    private boolean late;

    /** @param now wall-clock milliseconds */
    LeaseClock(long now) {
        this.lookedMillis = now;
    }

    /** Milliseconds lived through since it was made; never goes back, whatever {@code now} does. */
    long look(long now) {
        long step = now - lookedMillis;
        late |= step < 0 || step > LONGEST_STEP_MILLIS;
        livedMillis += Math.max(0, Math.min(LONGEST_STEP_MILLIS, step));
        lookedMillis = now;
        return livedMillis;
    }

    /** Whether something was not lived through since this was last asked: beats may have come that are not heard yet. */
    boolean wasLate() {
        boolean was = late;
        late = false;
        return was;
    }
}
