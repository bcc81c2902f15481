package io.holdout.coordinator.report;

import io.holdout.coordinator.report.statistics.Holm;
import io.holdout.coordinator.report.statistics.PairedComparison;
import io.holdout.coordinator.report.statistics.SignedRank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** Finds the best of a column and tests the others against it. */
final class Verdicts {
    private Verdicts() {}

    /**
     * One verdict a row.
     *
     * @param candidates rows that have a number there and are compared with each other
     */
    static List<Verdict> of(Table table, int column, List<Integer> candidates) {
        var verdicts = new ArrayList<>(Collections.nCopies(table.rows().size(), Verdict.NONE));
        if (candidates.size() < 2) {
            return verdicts;
        }
        Metric metric = table.metric();
        int best = candidates.get(0);
        for (int row : candidates) {
            best = score(table, row, column) > score(table, best, column) ? row : best;
        }
        double highest = score(table, best, column);
        double[] p = new double[candidates.size()];
        var tested = new ArrayList<Integer>();
        for (int row : candidates) {
            double[][] shared = Sample.shared(sample(table, best, column), sample(table, row, column), metric);
            if (row != best && shared[0].length >= SignedRank.LEAST_PAIRS) {
                p[tested.size()] =
                        PairedComparison.of(shared[0], shared[1]).signedRank().p();
                tested.add(row);
            }
        }
        double[] adjusted = Holm.adjust(java.util.Arrays.copyOf(p, tested.size()));
        for (int row : candidates) {
            int at = tested.indexOf(row);
            verdicts.set(
                    row,
                    new Verdict(
                            score(table, row, column) == highest,
                            at >= 0 || (row == best && !tested.isEmpty()),
                            at >= 0 ? OptionalDouble.of(adjusted[at]) : OptionalDouble.empty()));
        }
        return verdicts;
    }

    private static Sample sample(Table table, int row, int column) {
        return ((Cell.Done) table.cell(row, column)).sample();
    }

    static double score(Table table, int row, int column) {
        return table.metric().score(((Cell.Done) table.cell(row, column)).mean());
    }
}
