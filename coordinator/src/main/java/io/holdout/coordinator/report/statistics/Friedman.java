package io.holdout.coordinator.report.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Friedman's test that all rows rank alike over tasks, corrected for ties, and Nemenyi's test of each pair after it
 * (Demšar 2006).
 *
 * @param tasks how many
 * @param meanRanks one a row; 1 is the best, equal numbers share the mean of their ranks
 * @param chiSquared the statistic, with rows - 1 degrees of freedom
 * @param p by the chi-squared distribution; 1 if all rows are equal on every task
 * @param imanDavenportP by the less conservative F statistic (Iman and Davenport 1980)
 */
public record Friedman(int tasks, List<Double> meanRanks, double chiSquared, double p, double imanDavenportP) {
    public static final double LEVEL = 0.05;

    public Friedman {
        meanRanks = List.copyOf(meanRanks);
    }

    /**
     * Tests.
     *
     * @param scores one array a row of equal length, one number a task, larger is better, no NaN; at least three rows
     *     and two tasks
     */
    public static Friedman of(List<double[]> scores) {
        int rows = scores.size();
        int tasks = scores.get(0).length;
        var ranking = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);
        var sums = new double[rows];
        double ties = 0;
        for (int t = 0; t < tasks; t++) {
            int task = t;
            // the ranking ascends; ranks are small multiples of a half, so sums of them are exact
            double[] ranks = ranking.apply(scores.stream()
                    .mapToDouble(row -> row[task] == 0 ? 0 : -row[task])
                    .toArray());
            for (int row = 0; row < rows; row++) {
                sums[row] += ranks[row];
            }
            ties += tieTerm(ranks);
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        double correction = 1 - ties / ((double) rows * (rows * (double) rows - 1) * tasks);
        double uncorrected = 12.0 / (rows * (double) tasks * (rows + 1)) * squares - 3.0 * tasks * (rows + 1);
        List<Double> means =
                IntStream.range(0, rows).mapToObj(row -> sums[row] / tasks).toList();
        return correction <= 0
                ? new Friedman(tasks, means, 0, 1, 1)
                : tested(tasks, means, Math.max(0, uncorrected / correction));
    }

    private static Friedman tested(int tasks, List<Double> means, double chiSquared) {
        int rows = means.size();
        double p = ChiSquaredDistribution.of(rows - 1).survivalProbability(chiSquared);
        double largest = (double) tasks * (rows - 1);
        double f = (tasks - 1) * chiSquared / (largest - chiSquared);
        // all tasks rank all rows the same way: F has no bound
        double fp = chiSquared >= largest
                ? 0
                : FDistribution.of(rows - 1, (double) (rows - 1) * (tasks - 1)).survivalProbability(f);
        return new Friedman(tasks, means, chiSquared, p, fp);
    }

    /** Sum of t^3 - t over groups of t equal ranks; each member of a group adds t^2 - 1. */
    private static double tieTerm(double[] ranks) {
        double term = 0;
        for (double rank : ranks) {
            long equal =
                    java.util.Arrays.stream(ranks).filter(each -> each == rank).count();
            term += (double) equal * equal - 1;
        }
        return term;
    }

    /** Mean ranks of two rows must differ by more than this to be significant at 5%. */
    public double criticalDifference() {
        int rows = meanRanks.size();
        return StudentizedRange.critical(LEVEL, rows) / Math.sqrt(2) * standardError();
    }

    /** Nemenyi's p of a pair of rows, adjusted for all pairs by its nature. */
    public double nemenyi(int first, int second) {
        double z = Math.abs(meanRanks.get(first) - meanRanks.get(second)) / standardError();
        return StudentizedRange.survival(z * Math.sqrt(2), meanRanks.size());
    }

    private double standardError() {
        int rows = meanRanks.size();
        return Math.sqrt(rows * (rows + 1.0) / (6.0 * tasks));
    }

    /**
     * The largest groups of rows among which no two differ by the critical difference: the bars of its diagram.
     *
     * @return rows by mean rank; groups of at least two
     */
    public List<List<Integer>> groups() {
        List<Integer> order = IntStream.range(0, meanRanks.size())
                .boxed()
                .sorted(java.util.Comparator.<Integer>comparingDouble(meanRanks::get)
                        .thenComparingInt(row -> row))
                .toList();
        double difference = criticalDifference();
        var groups = new ArrayList<List<Integer>>();
        int reached = 0;
        for (int from = 0; from < order.size(); from++) {
            int to = from;
            while (to + 1 < order.size()
                    && meanRanks.get(order.get(to + 1)) - meanRanks.get(order.get(from)) <= difference) {
                to++;
            }
            if (to > from && to + 1 > reached) {
                groups.add(order.subList(from, to + 1));
                reached = to + 1;
            }
        }
        return groups.stream().map(List::copyOf).toList();
    }
}
