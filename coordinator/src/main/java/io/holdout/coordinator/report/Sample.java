package io.holdout.coordinator.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured for one cell, episode by episode; or once on the test split, if supervised.
 *
 * <p>Two samples are paired where they have episodes of the same number, if they were drawn alike.
 *
 * @param draw names how the episodes were drawn: settings, seed and data; empty if of a test split
 * @param episodes their numbers, ascending; empty if of a test split
 * @param auroc one an episode, NaN where a query set lacks a class; one number if of a test split
 * @param accuracy as auroc, never NaN
 * @param loss as auroc, never NaN
 */
public record Sample(String draw, List<Integer> episodes, List<Double> auroc, List<Double> accuracy, List<Double> loss)
        implements Evidence {
    public Sample {
        episodes = List.copyOf(episodes);
        auroc = List.copyOf(auroc);
        accuracy = List.copyOf(accuracy);
        loss = List.copyOf(loss);
        int size = auroc.size();
        if (size == 0
                || accuracy.size() != size
                || loss.size() != size
                || (draw.isEmpty() ? size != 1 || !episodes.isEmpty() : episodes.size() != size)) {
            throw new IllegalArgumentException("a sample of " + episodes.size() + " episodes with " + size + ", "
                    + accuracy.size() + " and " + loss.size() + " numbers");
        }
    }

    /** Measured once, on a test split. */
    static Sample ofTestSplit(double auroc, double accuracy, double loss) {
        return new Sample("", List.of(), List.of(auroc), List.of(accuracy), List.of(loss));
    }

    /** Whether it is over episodes; else of a test split. */
    public boolean episodic() {
        return !draw.isEmpty();
    }

    private List<Double> of(Metric metric) {
        return switch (metric) {
            case AUROC -> auroc;
            case ACCURACY -> accuracy;
            case LOSS -> loss;
        };
    }

    /** The numbers that are defined, by episode. */
    public double[] values(Metric metric) {
        return of(metric).stream()
                .mapToDouble(value -> value)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /**
     * The numbers of both samples on the episodes that they share and in which both are defined.
     *
     * @return two arrays of equal length; empty if they were drawn differently, or either is of a test split
     */
    public static double[][] shared(Sample first, Sample second, Metric metric) {
        if (!first.episodic() || !first.draw.equals(second.draw)) {
            return new double[2][0];
        }
        double[] mine = first.byEpisode(metric);
        double[] other = second.byEpisode(metric);
        int[] common = IntStream.range(0, Math.min(mine.length, other.length))
                .filter(episode -> !Double.isNaN(mine[episode]) && !Double.isNaN(other[episode]))
                .toArray();
        return new double[][] {
            IntStream.of(common).mapToDouble(e -> mine[e]).toArray(),
            IntStream.of(common).mapToDouble(e -> other[e]).toArray()
        };
    }

    private double[] byEpisode(Metric metric) {
        var values = new double[episodes.isEmpty() ? 0 : episodes.get(episodes.size() - 1) + 1];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < episodes.size(); i++) {
            values[episodes.get(i)] = of(metric).get(i);
        }
        return values;
    }

    /**
     * The mean of several samples, episode by episode: episode 7 of the mean is the mean over episode 7 of each.
     *
     * <p>Episodes of different tasks are drawn independently, so this sample's interval is that of the mean of the
     * tasks; and two such means are paired as their parts are. An episode counts only if all have it.
     *
     * @param samples at least one; all of episodes, or all of test splits
     * @throws IllegalArgumentException if they share no episode
     */
    static Sample meanOf(List<Sample> samples) {
        if (samples.size() == 1) {
            return samples.get(0);
        }
        if (samples.stream().noneMatch(Sample::episodic)) {
            return ofTestSplit(
                    mean(samples, Metric.AUROC, 0), mean(samples, Metric.ACCURACY, 0), mean(samples, Metric.LOSS, 0));
        }
        List<Integer> common = samples.get(0).episodes.stream()
                .filter(episode -> samples.stream().allMatch(each -> each.episodes.contains(episode)))
                .toList();
        String draw = samples.stream().map(Sample::draw).collect(java.util.stream.Collectors.joining("; "));
        return new Sample(
                draw,
                common,
                means(samples, Metric.AUROC, common),
                means(samples, Metric.ACCURACY, common),
                means(samples, Metric.LOSS, common));
    }

    private static List<Double> means(List<Sample> samples, Metric metric, List<Integer> episodes) {
        var sums = new double[episodes.size()];
        for (Sample sample : samples) {
            double[] values = sample.byEpisode(metric);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += values[episodes.get(i)];
            }
        }
        return Arrays.stream(sums).mapToObj(sum -> sum / samples.size()).toList();
    }

    private static double mean(List<Sample> samples, Metric metric, int place) {
        double sum = 0;
        for (Sample sample : samples) {
            sum += sample.of(metric).get(place);
        }
        return sum / samples.size();
    }
}
