package io.holdout.coordinator.report.statistics;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * Student's paired t-test, two-sided.
 *
 * @param p 1 if all differences are zero, 0 if all are the same other number; absent of one difference
 * @param interval 95% of the mean difference; absent as p
 * @param cohensD effect size: mean difference over its standard deviation (d_z); absent if the differences do not vary
 */
public record PairedT(OptionalDouble p, java.util.Optional<Interval> interval, OptionalDouble cohensD) {
    private static final double UPPER = 0.975;

    /** @param differences at least one, no NaN */
    static PairedT of(double[] differences) {
        Mean mean = Mean.of(differences);
        if (mean.deviation().isEmpty()) {
            return new PairedT(OptionalDouble.empty(), java.util.Optional.empty(), OptionalDouble.empty());
        }
        double deviation = mean.deviation().getAsDouble();
        boolean constant = java.util.Arrays.stream(differences).allMatch(each -> each == differences[0]);
        if (constant) {
            double value = differences[0];
            return new PairedT(
                    OptionalDouble.of(value == 0 ? 1 : 0),
                    java.util.Optional.of(new Interval(value, value)),
                    OptionalDouble.empty());
        }
        double p = TTest.withDefaults().test(differences).getPValue();
        double half = TDistribution.of(mean.count() - 1).inverseCumulativeProbability(UPPER)
                * deviation
                / Math.sqrt(mean.count());
        return new PairedT(
                OptionalDouble.of(p),
                java.util.Optional.of(new Interval(mean.value() - half, mean.value() + half)),
                OptionalDouble.of(mean.value() / deviation));
    }
}
