package io.holdout.cli.chaos;

/**
 * A fault that came.
 *
 * @param victim name of the process it struck; empty if it struck none
 * @param what was done, for people
 * @param atMillis wall-clock time when it began
 */
record Inflicted(PlannedFault fault, String victim, String what, long atMillis) {
    /** From when on an event shows that the sweep goes on: what stopped everybody must be over first. */
    long evidenceFromMillis() {
        return fault.kind().reach() == FaultKind.Reach.EVERYBODY ? atMillis + fault.forMillis() : atMillis;
    }
}
