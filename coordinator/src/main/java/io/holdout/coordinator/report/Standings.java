package io.holdout.coordinator.report;

import io.holdout.coordinator.spec.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How the rows compare.
 *
 * <p>Averages and ranks are over the {@code compared} columns alone: those with a number in every row that has any
 * number. So rows are averaged over the same tasks, also while a sweep runs. Supervised rows are a reference, trained on
 * far more data: they get an average, but no rank, and are never the best.
 *
 * @param compared columns that averages and ranks are over, ascending
 * @param averages mean AUROC over the compared columns, one a row; absent if there is no such column or no number
 * @param ranks mean rank over the compared columns, 1 is best, equal numbers share the mean of their ranks; absent as
 *     the averages, and for supervised rows
 * @param best for each column the rows with its highest number; empty with fewer than two rows to choose from
 */
public record Standings(
        List<Integer> compared, List<OptionalDouble> averages, List<OptionalDouble> ranks, List<List<Integer>> best) {
    public Standings {
        compared = List.copyOf(compared);
        averages = List.copyOf(averages);
        ranks = List.copyOf(ranks);
        best = best.stream().map(List::copyOf).toList();
    }

    static Standings of(Table table) {
        int[] started = IntStream.range(0, table.rows().size())
                .filter(row -> table.cells().get(row).stream().anyMatch(Cell.Done.class::isInstance))
                .toArray();
        List<Integer> compared = IntStream.range(0, table.columns().size())
                .filter(column -> started.length > 0
                        && IntStream.of(started).allMatch(row -> table.cell(row, column) instanceof Cell.Done))
                .boxed()
                .toList();
        var averages = new ArrayList<OptionalDouble>();
        var ranks = new ArrayList<OptionalDouble>();
        for (int row = 0; row < table.rows().size(); row++) {
            int at = row;
            boolean counts = !compared.isEmpty() && IntStream.of(started).anyMatch(i -> i == at);
            averages.add(counts ? mean(compared, column -> auroc(table, at, column)) : OptionalDouble.empty());
            ranks.add(
                    counts && isRanked(table, row)
                            ? mean(compared, column -> rank(table, at, column))
                            : OptionalDouble.empty());
        }
        var best = IntStream.range(0, table.columns().size())
                .mapToObj(column -> best(table, column))
                .toList();
        return new Standings(compared, averages, ranks, best);
    }

    private static OptionalDouble mean(List<Integer> columns, java.util.function.IntToDoubleFunction value) {
        double sum = 0;
        for (int column : columns) {
            sum += value.applyAsDouble(column);
        }
        return OptionalDouble.of(sum / columns.size());
    }

    private static double rank(Table table, int row, int column) {
        double mine = auroc(table, row, column);
        int better = 0;
        int equal = 0;
        for (int other : candidates(table, column)) {
            int order = Double.compare(auroc(table, other, column), mine);
            better += order > 0 ? 1 : 0;
            equal += order == 0 ? 1 : 0;
        }
        return better + (equal + 1) / 2.0;
    }

    private static List<Integer> best(Table table, int column) {
        List<Integer> candidates = candidates(table, column);
        if (candidates.size() < 2) {
            return List.of();
        }
        double highest = candidates.stream()
                .mapToDouble(row -> auroc(table, row, column))
                .max()
                .orElseThrow();
        return candidates.stream()
                .filter(row -> auroc(table, row, column) == highest)
                .toList();
    }

    /** Rows that have a number here and are compared with each other. */
    private static List<Integer> candidates(Table table, int column) {
        return IntStream.range(0, table.rows().size())
                .filter(row -> isRanked(table, row) && table.cell(row, column) instanceof Cell.Done)
                .boxed()
                .toList();
    }

    private static boolean isRanked(Table table, int row) {
        return table.rows().get(row).strategy() != Strategy.SUPERVISED;
    }

    private static double auroc(Table table, int row, int column) {
        return ((Cell.Done) table.cell(row, column)).auroc();
    }
}
