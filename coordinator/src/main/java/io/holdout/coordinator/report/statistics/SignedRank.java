package io.holdout.coordinator.report.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Wilcoxon's signed-rank test, two-sided. Zeros take part in the ranking and not in the sums (Pratt 1959).
 *
 * @param statistic sum of the ranks of positive differences
 * @param p exact up to 50 differences without ties and zeros and up to 25 with them; else by the normal approximation
 *     with corrections for ties and continuity; 1 if all differences are zero
 * @param rankBiserial effect size: positive minus negative rank sum over both, from -1 to 1 (Kerby 2014); 0 if all
 *     differences are zero
 */
public record SignedRank(double statistic, double p, double rankBiserial) {
    /**
     * Below this number of differences no outcome is significant at 5%: the least p of five is 2/32.
     *
     * <p>Not significant then says nothing.
     */
    public static final int LEAST_PAIRS = 6;

    /** Few enough to count at once, and many enough for the normal approximation beyond. */
    private static final int EXACT_WITH_TIES = 25;

    /** @param differences at least one, no NaN */
    static SignedRank of(double[] differences) {
        if (Arrays.stream(differences).allMatch(each -> each == 0)) {
            return new SignedRank(0, 1, 0);
        }
        double[] sizes = Arrays.stream(differences).map(Math::abs).toArray();
        double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).apply(sizes);
        double positive = 0;
        double negative = 0;
        for (int i = 0; i < ranks.length; i++) {
            positive += differences[i] > 0 ? ranks[i] : 0;
            negative += differences[i] < 0 ? ranks[i] : 0;
        }
        double p = p(differences, ranks, positive, negative);
        return new SignedRank(positive, p, (positive - negative) / (positive + negative));
    }

    private static double p(double[] differences, double[] ranks, double positive, double negative) {
        var test = WilcoxonSignedRankTest.withDefaults().test(differences);
        boolean tied = test.hasTiedValues() || test.hasZeroValues();
        if (tied && differences.length <= EXACT_WITH_TIES) {
            return exact(differences, ranks, Math.min(positive, negative));
        }
        return test.hasZeroValues() ? approximate(differences, ranks, positive, negative) : test.getPValue();
    }

    /**
     * The normal approximation with zeros, as SciPy has it: half the sum of the ranks of what is not zero is expected,
     * with a quarter of the sum of their squares as variance. (Commons Statistics 1.2 counts the zeros among the ties a
     * second time and comes out lower.)
     */
    private static double approximate(double[] differences, double[] ranks, double positive, double negative) {
        double squares = 0;
        for (int i = 0; i < ranks.length; i++) {
            squares += differences[i] == 0 ? 0 : ranks[i] * ranks[i];
        }
        // half of the distance between the sums is that of either from their mean; another half for continuity
        double distance = Math.max(0, Math.abs(positive - negative) / 2 - 0.5);
        double z = distance / Math.sqrt(squares / 4);
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(z));
    }

    /**
     * Twice the share of all sign assignments whose positive rank sum is at most {@code least}.
     *
     * <p>Counts by adding one rank after the other; ranks are multiples of a half, so twice a rank is an index.
     */
    private static double exact(double[] differences, double[] ranks, double least) {
        int bound = (int) Math.round(2 * least);
        var ways = new double[bound + 1];
        ways[0] = 1;
        double all = 1;
        for (int i = 0; i < ranks.length; i++) {
            if (differences[i] == 0) {
                continue;
            }
            all *= 2;
            int step = (int) Math.round(2 * ranks[i]);
            for (int sum = bound; sum >= step; sum--) {
                ways[sum] += ways[sum - step];
            }
        }
        return Math.min(1, 2 * Arrays.stream(ways).sum() / all);
    }
}
