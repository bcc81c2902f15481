package io.holdout.coordinator.report.statistics;

import java.util.OptionalDouble;

/**
 * A sample's mean and how sure it is.
 *
 * @param deviation sample standard deviation (divided by n - 1); absent of one value
 */
public record Mean(int count, double value, OptionalDouble deviation) {
    /** Two-sided 95% of the normal distribution, with the paper's digits (arXiv 2404.16000). */
    public static final double NORMAL_95 = 1.96;

    /**
     * Sums in the order given, so that equal samples in equal order have equal bits.
     *
     * @throws IllegalArgumentException of no values
     */
    public static Mean of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values, no mean");
        }
        double mean = sum(values) / values.length;
        if (values.length == 1) {
            return new Mean(1, mean, OptionalDouble.empty());
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Mean(values.length, mean, OptionalDouble.of(Math.sqrt(squares / (values.length - 1))));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** Half the width of the normal 95% interval of the mean, 1.96 sd / sqrt(n); absent of one value. */
    public OptionalDouble halfWidth() {
        return deviation.isPresent()
                ? OptionalDouble.of(NORMAL_95 * deviation.getAsDouble() / Math.sqrt(count))
                : OptionalDouble.empty();
    }
}
