package io.holdout.coordinator.sweep;

import org.apache.pekko.actor.typed.ActorRef;

/** What the inbox of a sweep is told. */
public sealed interface SweepInbox {
    /** Put this into the next batch. */
    record Offer(SweepRequest<CoordinatorActor.WorkerAddress, ActorRef<SweepActor.Answer>> request)
            implements SweepInbox {}

    /** The batch before was dealt with, or took too long. */
    enum BatchDone implements SweepInbox {
        INSTANCE
    }
}
