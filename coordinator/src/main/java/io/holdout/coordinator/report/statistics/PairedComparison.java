package io.holdout.coordinator.report.statistics;

/**
 * Two rows on the same episodes of a task, or on the same tasks.
 *
 * @param pairs how many
 * @param difference mean of first minus second
 */
public record PairedComparison(int pairs, double difference, SignedRank signedRank, PairedT t) {
    /**
     * Compares two series of equal length, at least one long, no NaN.
     *
     * @throws IllegalArgumentException if they are not pairs
     */
    public static PairedComparison of(double[] first, double[] second) {
        double[] differences = Differences.of(first, second);
        return new PairedComparison(
                differences.length, Mean.of(differences).value(), SignedRank.of(differences), PairedT.of(differences));
    }
}
