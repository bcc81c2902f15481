package io.holdout.coordinator.report.statistics;

/** Differences of measurements that belong together. */
final class Differences {
    /** Metrics are shares of at most some thousand images; what differs by less is rounding. */
    private static final double GRID = 1e12;

    private Differences() {}

    /**
     * First minus second, rounded to twelve digits after the point: 0.7 - 0.6 and 0.6 - 0.5 are a tie.
     *
     * @throws IllegalArgumentException if they are not pairs
     */
    static double[] of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " against " + second.length + " values are no pairs");
        }
        var differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            double rounded = Math.rint((first[i] - second[i]) * GRID) / GRID;
            // -0.0 is no other difference than 0.0
            differences[i] = rounded == 0 ? 0 : rounded;
        }
        return differences;
    }
}
