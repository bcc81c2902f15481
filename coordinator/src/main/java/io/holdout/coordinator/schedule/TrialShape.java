package io.holdout.coordinator.schedule;

import java.util.List;

/**
 * A trial as the scheduler sees it.
 *
 * @param group trials that take about as long for their cost: method and backbone
 * @param place what a worker has to load first: trials of one place read the same weights and dataset
 * @param memoryMiB that an attempt is thought to need on its device
 * @param cost estimated work in GFLOP; only ratios mean something
 * @param costAfter of what will wait for it and is not planned yet
 * @param dependencies positions of the trials that it needs, all smaller than its own
 */
public record TrialShape(
        String group, int place, int memoryMiB, double cost, double costAfter, List<Integer> dependencies) {
    public TrialShape {
        dependencies = List.copyOf(dependencies);
    }
}
