package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Device;
import io.holdout.protocol.trial.TrialId;
import java.util.List;

/**
 * What matters of a worker for what it gets.
 *
 * @param recent trials that it held last
 * @param peers all workers, this one included
 */
public record Machine(Device device, List<TrialId> recent, Peers peers) {
    /** Of which nothing is known, and of no others either. */
    public static final Machine UNKNOWN = new Machine(Device.UNKNOWN, List.of(), Peers.NONE);

    public Machine {
        recent = List.copyOf(recent);
    }
}
