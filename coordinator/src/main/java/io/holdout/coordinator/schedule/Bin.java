package io.holdout.coordinator.schedule;

import org.pcollections.TreePSet;

/**
 * The trials of one group that need one class of memory.
 *
 * @param ready those that never failed and could start, the most urgent first
 * @param costLeft of all that have not ended, whatever they wait for
 */
record Bin(int group, int memoryClass, TreePSet<Integer> ready, double costLeft) {
    Bin with(TreePSet<Integer> nowReady) {
        return new Bin(group, memoryClass, nowReady, costLeft);
    }

    Bin plusCost(double cost) {
        return new Bin(group, memoryClass, ready, costLeft + cost);
    }
}
