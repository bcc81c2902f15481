package io.holdout.cli.chaos;

/**
 * One fault to come.
 *
 * @param number 1-based
 * @param draw picks the victim, and what is done to it, among what there is when the time has come; not negative
 * @param together it comes {@code afterMillis} after the fault before it, recovered or not; else that long after recovery
 * @param forMillis how long it lasts; 0 if it is over at once
 */
record PlannedFault(int number, FaultKind kind, long draw, boolean together, long afterMillis, long forMillis) {
    /** A choice among {@code count}, the same for the same draw; {@code salt} tells several choices of one fault apart. */
    int choose(int count, int salt) {
        long mixed = (draw ^ (salt * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
        return (int) ((mixed >>> 17) % count);
    }
}
