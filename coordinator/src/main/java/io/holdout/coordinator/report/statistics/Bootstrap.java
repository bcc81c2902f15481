package io.holdout.coordinator.report.statistics;

import io.holdout.protocol.trial.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The 95% interval of a mean by the bias-corrected and accelerated bootstrap (Efron 1987), as SciPy's {@code BCa}.
 *
 * <p>Deterministic: samples of the same size are resampled by the same draws, which derive from that size alone. Keeps
 * those draws, so one of these serves a whole table.
 */
public final class Bootstrap {
    /** Enough that the interval's ends move by less than a tenth of its width when drawn anew. */
    static final int RESAMPLES = 2000;

    private static final double LEVEL = 0.95;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final Map<Integer, int[]> draws = new HashMap<>();

    /**
     * The interval of the mean.
     *
     * @param values at least two
     */
    public Interval ofMean(double[] values) {
        double least = Arrays.stream(values).min().orElseThrow();
        if (least == Arrays.stream(values).max().orElseThrow()) {
            return new Interval(least, least);
        }
        return biasCorrected(values, resampledMeans(values));
    }

    private double[] resampledMeans(double[] values) {
        int size = values.length;
        int[] places = draws.computeIfAbsent(size, Bootstrap::draw);
        var means = new double[RESAMPLES];
        for (int resample = 0, at = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int end = at + size; at < end; at++) {
                sum += values[places[at]];
            }
            means[resample] = sum / size;
        }
        return means;
    }

    private static int[] draw(int size) {
        var random = new SplittableRandom(Seeds.derive(0, "bootstrap", size));
        // the high bits scaled to the size: this much of the generator is the same in every Java
        return java.util.stream.IntStream.range(0, RESAMPLES * size)
                .map(i -> (int) ((random.nextLong() >>> 33) * size >> 31))
                .toArray();
    }

    /**
     * The interval from means of resamples.
     *
     * @param values not all equal
     * @param means of resamples of them, in any order
     */
    static Interval biasCorrected(double[] values, double[] means) {
        double mean = Mean.of(values).value();
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        double bias = NORMAL.inverseCumulativeProbability(percentileOf(mean, sorted));
        double acceleration = acceleration(values, mean);
        double z = NORMAL.inverseCumulativeProbability((1 - LEVEL) / 2);
        return new Interval(
                quantile(sorted, adjusted(bias, acceleration, z)), quantile(sorted, adjusted(bias, acceleration, -z)));
    }

    private static double adjusted(double bias, double acceleration, double z) {
        return NORMAL.cumulativeProbability(bias + (bias + z) / (1 - acceleration * (bias + z)));
    }

    /** Share of the resampled means below the mean, those equal to it by half. */
    private static double percentileOf(double mean, double[] sorted) {
        int below = 0;
        int equal = 0;
        for (double each : sorted) {
            below += each < mean ? 1 : 0;
            equal += each == mean ? 1 : 0;
        }
        return (below + equal / 2.0) / sorted.length;
    }

    /** By the jackknife, which for a mean needs no resampling. */
    private static double acceleration(double[] values, double mean) {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        return cubes / (6 * squares * Math.sqrt(squares));
    }

    /** Linear between order statistics, as NumPy's default. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int low = (int) Math.floor(place);
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
