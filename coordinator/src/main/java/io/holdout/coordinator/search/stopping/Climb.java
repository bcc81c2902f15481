package io.holdout.coordinator.search.stopping;

/**
 * A candidate trains on from where it is.
 *
 * @param until epochs from its start on
 */
public record Climb(int candidate, int until) {}
