package io.holdout.coordinator.schedule;

import java.util.List;

/**
 * What a worker offers.
 *
 * @param idle whether it runs nothing
 * @param recent positions of trials that it ran last or runs: their weights and data are warm there
 * @param notHere positions of trials that it does not get now, because they have just failed there
 * @param fleet all workers that take work, this one included
 */
public record Offer(Device device, boolean idle, List<Integer> recent, List<Integer> notHere, Fleet fleet) {
    public Offer {
        recent = List.copyOf(recent);
        notHere = List.copyOf(notHere);
    }
}
