package io.holdout.coordinator.report.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many rows over the same tasks: all together by Friedman's test, and each pair by Wilcoxon's with Holm's correction.
 *
 * @param friedman absent with fewer than three rows or two tasks
 * @param pairs every pair once, the first row before the second
 */
public record TaskComparison(Optional<Friedman> friedman, List<Pair> pairs) {
    public TaskComparison {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two rows.
     *
     * @param wins tasks on which the first is better; equal up to twelve digits is a tie
     * @param holm p of the signed-rank test, adjusted for all pairs
     */
    public record Pair(int first, int second, int wins, int ties, int losses, PairedComparison compared, double holm) {}

    /**
     * Compares.
     *
     * @param scores one array a row of equal length, one number a task, larger is better, no NaN; at least one task
     */
    public static TaskComparison of(List<double[]> scores) {
        int rows = scores.size();
        var compared = new ArrayList<PairedComparison>();
        for (int first = 0; first < rows; first++) {
            for (int second = first + 1; second < rows; second++) {
                compared.add(PairedComparison.of(scores.get(first), scores.get(second)));
            }
        }
        double[] holm = Holm.adjust(
                compared.stream().mapToDouble(each -> each.signedRank().p()).toArray());
        var pairs = new ArrayList<Pair>();
        for (int first = 0, at = 0; first < rows; first++) {
            for (int second = first + 1; second < rows; second++, at++) {
                int wins = 0;
                int losses = 0;
                for (double difference : Differences.of(scores.get(first), scores.get(second))) {
                    wins += difference > 0 ? 1 : 0;
                    losses += difference < 0 ? 1 : 0;
                }
                int ties = compared.get(at).pairs() - wins - losses;
                pairs.add(new Pair(first, second, wins, ties, losses, compared.get(at), holm[at]));
            }
        }
        boolean enough = rows >= 3 && scores.get(0).length >= 2;
        return new TaskComparison(enough ? Optional.of(Friedman.of(scores)) : Optional.empty(), pairs);
    }
}
