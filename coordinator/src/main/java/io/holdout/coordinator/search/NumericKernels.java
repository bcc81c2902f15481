package io.holdout.coordinator.search;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/** Normal kernels cut off at the ends of the line, each as wide as the larger gap to its neighbours. */
final class NumericKernels implements Kernels {
    /** The narrowest kernel is this part of the line, once there are as many observations. */
    private static final double FINEST = 100;

    private final Numeric domain;
    private final TruncatedNormalDistribution[] kernels;

    NumericKernels(List<Object> values, Numeric domain) {
        this.domain = domain;
        double[] centres = values.stream().mapToDouble(domain::coordinate).toArray();
        double[] widths = widths(centres);
        kernels = new TruncatedNormalDistribution[centres.length + 1];
        for (int i = 0; i < centres.length; i++) {
            kernels[i] = cutOff(centres[i], widths[i]);
        }
        kernels[centres.length] = cutOff((domain.start() + domain.end()) / 2, domain.end() - domain.start());
    }

    private TruncatedNormalDistribution cutOff(double centre, double width) {
        return TruncatedNormalDistribution.of(centre, width, domain.start(), domain.end());
    }

    /** The gaps to the ends of the line do not count, unless there is no other gap. */
    private double[] widths(double[] centres) {
        int count = centres.length;
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> centres[index]))
                .mapToInt(Integer::intValue)
                .toArray();
        double range = domain.end() - domain.start();
        double narrowest = range / Math.min(FINEST, count + 2.0);
        var widths = new double[count];
        for (int rank = 0; rank < count; rank++) {
            double here = centres[order[rank]];
            double below = rank > 0 ? here - centres[order[rank - 1]] : 0;
            double above = rank < count - 1 ? centres[order[rank + 1]] - here : 0;
            double gap = count == 1 ? Math.max(here - domain.start(), domain.end() - here) : Math.max(below, above);
            widths[order[rank]] = Math.max(narrowest, Math.min(range, gap));
        }
        return widths;
    }

    @Override
    public Object draw(int kernel, SplittableRandom random) {
        return domain.value(kernels[kernel].inverseCumulativeProbability(random.nextDouble()));
    }

    @Override
    public double logDensity(int kernel, Object value) {
        var distribution = kernels[kernel];
        return domain instanceof Whole whole
                ? Math.log(distribution.probability(whole.before(value), whole.after(value)))
                : distribution.logDensity(domain.coordinate(value));
    }
}
