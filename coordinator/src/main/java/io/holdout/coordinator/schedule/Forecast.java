package io.holdout.coordinator.schedule;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * How much device time a sweep will still take, and how long that will be from now, each with an interval that should hold it
 * four times of five. From measured costs alone; it knows nothing of pauses to come, nor of machines.
 *
 * <p>The work left is the sum of estimates; its relative variance is that of each group's mean (few measured trials say
 * little, and what is left of a group may differ from what was measured of it), and of single trials. The time is the work on
 * all slots or the longest chain on the fastest, whichever is longer, and half a trial, for slots do not end together.
 *
 * @param deviceMillis time on all slots together
 * @param millis until the end
 */
public record Forecast(Interval deviceMillis, Interval millis) {
    /** Of a normal distribution: four of five lie within. */
    private static final double Z = 1.2816;
    /** Standard deviation of the logarithm of a group's mean of which nothing was measured: a factor of two. */
    private static final double UNMEASURED = 0.7;
    /** By how much the mean of what is left of a group may differ from that of what was measured. */
    private static final double DRIFT = 0.1;
    /** Between a trial and the next on a slot: report, decision, order, loading. */
    private static final double BETWEEN_MILLIS = 100;
    /** A trial that has taken longer than it should still takes this share of what it should take. */
    private static final double STILL = 0.2;

    /** Milliseconds: low to high, and what is most likely. */
    public record Interval(double low, double expected, double high) {
        boolean holds(double actual) {
            return low <= actual && actual <= high;
        }
    }

    /**
     * A trial that runs.
     *
     * @param elapsedMillis of its attempt
     * @param done share of it, as the worker says; 0 if it does not
     */
    public record Running(String device, double elapsedMillis, double done) {}

    /**
     * Trials that will be asked for.
     *
     * @param like a planned one that they will be like
     * @param times how many
     */
    public record Later(int like, double times) {}

    /** What is left, in milliseconds on a device of slowness 1. */
    private static final class Left {
        private final double[] sum;
        private final double[] squares;
        private double all;
        private double longest;
        private double longestSpread;
        private double trials;

        Left(int groups) {
            sum = new double[groups];
            squares = new double[groups];
        }

        void add(int group, double millis, double path, double spread) {
            sum[group] += millis;
            squares[group] += millis * millis;
            all += millis;
            trials++;
            longest(path, spread);
        }

        void later(int group, double millis, double times) {
            sum[group] += times * millis;
            squares[group] += times * millis * millis;
            all += times * millis;
            trials += times;
        }

        private void longest(double path, double spread) {
            if (path > longest) {
                longest = path;
                longestSpread = spread;
            }
        }
    }

    /**
     * @param isLeft which trials have not ended
     * @param running those that run
     * @param later what is not planned yet
     * @param fleet who will do it; one slot on a device that was measured if there is nobody
     */
    static Forecast of(
            Work work,
            Costs costs,
            Ranking ranking,
            IntPredicate isLeft,
            Map<Integer, Running> running,
            List<Later> later,
            Fleet fleet) {
        double[] spreads = work.groups().stream().mapToDouble(costs::spread).toArray();
        var left = new Left(spreads.length);
        for (int i = 0; i < work.size(); i++) {
            if (isLeft.test(i)) {
                double whole = ranking.millis(i);
                Running at = running.get(i);
                double rest = at == null ? whole : rest(whole, at, costs.slowness(at.device()));
                left.add(work.group(i), rest, ranking.path(i) - whole + rest, spreads[work.group(i)]);
            }
        }
        for (Later each : later) {
            left.later(work.group(each.like()), ranking.millis(each.like()), each.times());
        }
        return new Forecast(work, costs, left, spreads, fleet);
    }

    private static double rest(double whole, Running at, double slowness) {
        double own = whole * slowness;
        double rest = at.done() > 0
                ? at.elapsedMillis() * (1 - at.done()) / at.done()
                : Math.max(own - at.elapsedMillis(), STILL * own);
        return rest / slowness;
    }

    private Forecast(Work work, Costs costs, Left left, double[] spreads, Fleet fleet) {
        this(times(work, costs, left, spreads, fleet));
    }

    private Forecast(Interval[] both) {
        this(both[0], both[1]);
    }

    private static Interval[] times(Work work, Costs costs, Left left, double[] spreads, Fleet fleet) {
        boolean nobody = fleet.parts().isEmpty();
        int slots =
                nobody ? 1 : fleet.parts().stream().mapToInt(Fleet.Part::slots).sum();
        double capacity = nobody ? 1 / costs.slowness(costs.usualDevice()) : fleet.capacity(costs, -1);
        double between = left.trials * BETWEEN_MILLIS / slots;
        double work0 = left.all / capacity + between;
        double fastest = fleet.parts().stream()
                .mapToDouble(part -> costs.slowness(part.device().name()))
                .min()
                .orElse(1 / capacity);
        double path = slots == 1 ? 0 : left.longest * fastest;
        double tail = slots == 1 || left.trials == 0 ? 0 : left.all / left.trials / capacity * slots / 2;
        double spread = Z * relativeSpread(work, costs, left, spreads);
        double ofPath = Z * Math.max(spread / Z, left.longestSpread);
        var all = new Interval(work0 * Math.exp(-spread), work0, work0 * Math.exp(spread));
        var end = new Interval(
                Math.max(all.low(), path * Math.exp(-ofPath)),
                Math.max(all.expected() + tail, path),
                Math.max(all.high() + 2 * tail, path * Math.exp(ofPath)));
        return new Interval[] {new Interval(all.low() * slots, all.expected() * slots, all.high() * slots), end};
    }

    private static double relativeSpread(Work work, Costs costs, Left left, double[] spreads) {
        if (left.all == 0) {
            return 0;
        }
        double variance = 0;
        for (int group = 0; group < spreads.length; group++) {
            double share = left.sum[group] / left.all;
            double measured = costs.count(work.groups().get(group));
            double ofMean = measured == 0
                    ? UNMEASURED * UNMEASURED
                    : spreads[group] * spreads[group] / measured + DRIFT * DRIFT;
            variance += share * share * ofMean
                    + spreads[group] * spreads[group] * left.squares[group] / (left.all * left.all);
        }
        return Math.sqrt(variance);
    }
}
