package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.NodeInfo;
import java.util.List;

/**
 * What a worker's beat says, without where to answer it.
 *
 * @param incarnation larger after every restart of the worker's process
 * @param slots attempts it can run at once
 * @param ahead orders for short trials that it takes beyond its slots
 * @param held attempts it runs, and finished ones whose report is not acknowledged yet
 */
public record Beat(String worker, long incarnation, NodeInfo node, int slots, int ahead, List<AttemptProgress> held) {
    public Beat {
        held = List.copyOf(held);
    }

    /** From a worker that takes no orders beyond its slots. */
    public Beat(String worker, long incarnation, NodeInfo node, int slots, List<AttemptProgress> held) {
        this(worker, incarnation, node, slots, 0, held);
    }

    /** How many orders it takes now. */
    int room() {
        return slots + ahead - held.size();
    }
}
