package io.holdout.worker.data;

import java.util.Arrays;

/**
 * The area under the ROC curve as the Mann-Whitney statistic: the chance that a positive scores above a negative, where
 * a tie counts half (equal to midranks). Exact up to the last division, for it counts half wins in integers.
 */
final class Auroc {
    private Auroc() {}

    /**
     * The area for one yes-or-no question, in O(n log n).
     *
     * @param scores finite; only their order matters
     * @param positive which of them should score high
     * @return 0 to 1; NaN unless there are both positives and negatives
     */
    static double of(double[] scores, boolean[] positive) {
        int positives = 0;
        for (boolean p : positive) {
            positives += p ? 1 : 0;
        }
        int negatives = scores.length - positives;
        if (positives == 0 || negatives == 0) {
            return Double.NaN;
        }
        double[] high = new double[positives];
        double[] low = new double[negatives];
        for (int i = 0; i < scores.length; i++) {
            if (positive[i]) {
                high[--positives] = scores[i];
            } else {
                low[--negatives] = scores[i];
            }
        }
        Arrays.sort(high);
        Arrays.sort(low);
        return halfWins(high, low) / (2.0 * high.length * low.length);
    }

    /** Over all pairs of a positive and a negative: two for each that the positive wins, one for each tie. */
    private static long halfWins(double[] high, double[] low) {
        long halves = 0;
        int below = 0;
        int notAbove = 0;
        for (double score : high) {
            while (below < low.length && low[below] < score) {
                below++;
            }
            while (notAbove < low.length && low[notAbove] <= score) {
                notAbove++;
            }
            halves += (long) below + notAbove;
        }
        return halves;
    }
}
