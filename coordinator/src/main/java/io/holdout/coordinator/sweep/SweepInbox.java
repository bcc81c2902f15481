package io.holdout.coordinator.sweep;

/** What the inbox of a sweep is told. */
public sealed interface SweepInbox {
    /** Put this into the next batch. */
    record Offer(SweepActor.Request request) implements SweepInbox {}

    /** The batch before was dealt with, or took too long. */
    enum BatchDone implements SweepInbox {
        INSTANCE
    }
}
