package io.holdout.coordinator.report.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The range of {@code k} standard normal draws: the studentized range with infinite degrees of freedom. */
final class StudentizedRange {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** The density is below 1e-17 of its peak beyond. */
    private static final double EDGE = 9;

    /** The trapezoid rule converges so fast for this integrand that the step leaves only rounding. */
    private static final double STEP = 1.0 / 32;

    /** Where the range of a thousand draws is never found. */
    private static final double LARGEST = 50;

    private static final int HALVINGS = 60;

    private StudentizedRange() {}

    /** The probability of a range above {@code q}: k times the integral of density(z) (cdf(z) - cdf(z - q))^(k-1), from one. */
    static double survival(double q, int k) {
        if (q <= 0) {
            return 1;
        }
        double sum = 0;
        for (double z = -EDGE; z <= EDGE + Math.min(q, LARGEST); z += STEP) {
            double inside = NORMAL.cumulativeProbability(z) - NORMAL.cumulativeProbability(z - q);
            sum += NORMAL.density(z) * Math.pow(inside, k - 1);
        }
        return Math.max(0, Math.min(1, 1 - k * STEP * sum));
    }

    /** The range that is exceeded with probability {@code alpha}. */
    static double critical(double alpha, int k) {
        double low = 0;
        double high = LARGEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (survival(middle, k) > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
