package io.holdout.coordinator.simulate;

/** Bounds of the coordinator, drawn small so that a short run meets them. */
record Limits(int largestBatch, int longestQueue, int eventsPerSnapshot) {
    static Limits draw(Dice dice) {
        return new Limits((int) dice.between(1, 8), (int) dice.between(8, 60), (int) dice.between(3, 80));
    }
}
