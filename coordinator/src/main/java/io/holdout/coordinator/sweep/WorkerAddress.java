package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.WorkerBeat;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where a worker is, and how it can be spoken to.
 *
 * @param takesBatches whether it understands several messages as one
 */
record WorkerAddress(ActorRef<ToWorker> ref, boolean takesBatches) {
    static WorkerAddress of(WorkerBeat beat) {
        return new WorkerAddress(beat.replyTo(), beat.protocol() >= ProtocolVersion.BATCHES);
    }

    /** Of one that sends several itself. */
    static WorkerAddress takingBatches(ActorRef<ToWorker> ref) {
        return new WorkerAddress(ref, true);
    }

    /** Of one that did not say which protocol it speaks. */
    static WorkerAddress ofUnknown(ActorRef<ToWorker> ref) {
        return new WorkerAddress(ref, false);
    }
}
