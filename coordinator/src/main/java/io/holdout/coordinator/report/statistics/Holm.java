package io.holdout.coordinator.report.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's correction for several tests at once: keeps the chance of any false alarm at the level, whatever depends on what. */
public final class Holm {
    private Holm() {}

    /**
     * Adjusted p-values, each at its place: significant at a level if at most that level.
     *
     * @param p each in [0,1]
     */
    public static double[] adjust(double... p) {
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        var adjusted = new double[p.length];
        double highest = 0;
        for (int place = 0; place < order.length; place++) {
            highest = Math.max(highest, Math.min(1, p[order[place]] * (order.length - place)));
            adjusted[order[place]] = highest;
        }
        return adjusted;
    }
}
