package io.holdout.protocol.message;

import io.holdout.protocol.wire.Tag;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sent about once a second and whenever something changed: who the worker is and all that it holds. It renews the lease
 * of every attempt it names and asks for work for the slots that are free.
 *
 * @param incarnation larger after every restart of the worker's process
 * @param slots attempts it can run at once
 * @param held attempts it runs, and finished ones whose report is not acknowledged yet
 * @param protocol what it speaks: {@link ProtocolVersion}
 * @param ahead orders for short trials that it takes beyond its slots, so that none stands idle while a report and its answer
 *     are under way; 0 from those that do not know of it
 * @param images read since the process began; 0 from those that do not count them
 * @param memoryUsedMiB of its device, by whatever process; 0 if unknown
 */
public record WorkerBeat(
        @Tag(1) String worker,
        @Tag(2) long incarnation,
        @Tag(3) NodeInfo node,
        @Tag(4) int slots,
        @Tag(5) List<AttemptProgress> held,
        @Tag(6) ActorRef<ToWorker> replyTo,
        @Tag(7) int protocol,
        @Tag(8) int ahead,
        @Tag(9) long images,
        @Tag(10) int memoryUsedMiB)
        implements ToCoordinator {
    /** A beat of this version. */
    public WorkerBeat(
            String worker,
            long incarnation,
            NodeInfo node,
            int slots,
            int ahead,
            List<AttemptProgress> held,
            ActorRef<ToWorker> replyTo) {
        this(worker, incarnation, node, slots, held, replyTo, ProtocolVersion.CURRENT, ahead);
    }

    /** From one that says nothing of what it uses. */
    public WorkerBeat(
            String worker,
            long incarnation,
            NodeInfo node,
            int slots,
            List<AttemptProgress> held,
            ActorRef<ToWorker> replyTo,
            int protocol,
            int ahead) {
        this(worker, incarnation, node, slots, held, replyTo, protocol, ahead, 0, 0);
    }
}
