package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How the rows compare.
 *
 * <p>Averages and ranks are over the {@code compared} columns alone: those with a number in every row that has any
 * number. So rows are averaged over the same tasks, also while a sweep runs. Reference rows (supervised, trained on far
 * more data) get an average, but no rank, and are never the best.
 *
 * @param compared columns that averages and ranks are over, ascending
 * @param ranked rows that have a rank, ascending
 * @param averages mean over the compared columns, one a row; absent if there is no such column or no number
 * @param ranks mean rank over the compared columns, 1 is best, equal numbers share the mean of their ranks; absent as
 *     the averages, and for reference rows
 * @param verdicts for each column, one a row
 */
public record Standings(
        Marking marking,
        List<Integer> compared,
        List<Integer> ranked,
        List<OptionalDouble> averages,
        List<OptionalDouble> ranks,
        List<List<Verdict>> verdicts) {
    public Standings {
        compared = List.copyOf(compared);
        ranked = List.copyOf(ranked);
        averages = List.copyOf(averages);
        ranks = List.copyOf(ranks);
        verdicts = verdicts.stream().map(List::copyOf).toList();
    }

    static Standings of(Table table) {
        List<Integer> started = IntStream.range(0, table.rows().size())
                .filter(row -> table.cells().get(row).stream().anyMatch(Cell.Done.class::isInstance))
                .boxed()
                .toList();
        List<Integer> compared = IntStream.range(0, table.columns().size())
                .filter(column -> !started.isEmpty()
                        && started.stream().allMatch(row -> table.cell(row, column) instanceof Cell.Done))
                .boxed()
                .toList();
        List<Integer> ranked = compared.isEmpty()
                ? List.of()
                : started.stream()
                        .filter(row -> !table.rows().get(row).reference())
                        .toList();
        var averages = new ArrayList<OptionalDouble>();
        var ranks = new ArrayList<OptionalDouble>();
        for (int row = 0; row < table.rows().size(); row++) {
            int at = row;
            averages.add(
                    !compared.isEmpty() && started.contains(row)
                            ? mean(compared, column -> ((Cell.Done) table.cell(at, column)).mean())
                            : OptionalDouble.empty());
            ranks.add(
                    ranked.contains(row) ? mean(compared, column -> rank(table, at, column)) : OptionalDouble.empty());
        }
        var verdicts = IntStream.range(0, table.columns().size())
                .mapToObj(column -> Verdicts.of(table, column, candidates(table, column)))
                .toList();
        return new Standings(table.choice().marking(), compared, ranked, averages, ranks, verdicts);
    }

    public Verdict verdict(int row, int column) {
        return verdicts.get(column).get(row);
    }

    /** Whether a cell is in bold. */
    public boolean marks(int row, int column) {
        return verdict(row, column).marked(marking);
    }

    /** For each column the rows with its best number; none with fewer than two rows to choose from. */
    List<List<Integer>> best() {
        return verdicts.stream()
                .map(column -> IntStream.range(0, column.size())
                        .filter(row -> column.get(row).best())
                        .boxed()
                        .toList())
                .toList();
    }

    /** Whether anything is in bold, so that a caption must say what it means. */
    boolean marksAny() {
        return verdicts.stream().flatMap(List::stream).anyMatch(Verdict::best);
    }

    /** Whether a column has a best and others of which none could be tested against it. */
    boolean hasUntested() {
        return verdicts.stream()
                .anyMatch(column -> column.stream().anyMatch(Verdict::best)
                        && column.stream().noneMatch(each -> each.p().isPresent()));
    }

    private static OptionalDouble mean(List<Integer> columns, IntToDoubleFunction value) {
        double sum = 0;
        for (int column : columns) {
            sum += value.applyAsDouble(column);
        }
        return OptionalDouble.of(sum / columns.size());
    }

    private static double rank(Table table, int row, int column) {
        double mine = Verdicts.score(table, row, column);
        int better = 0;
        int equal = 0;
        for (int other : candidates(table, column)) {
            int order = Double.compare(Verdicts.score(table, other, column), mine);
            better += order > 0 ? 1 : 0;
            equal += order == 0 ? 1 : 0;
        }
        return better + (equal + 1) / 2.0;
    }

    /** Rows that have a number here and are compared with each other. */
    private static List<Integer> candidates(Table table, int column) {
        return IntStream.range(0, table.rows().size())
                .filter(row -> !table.rows().get(row).reference() && table.cell(row, column) instanceof Cell.Done)
                .boxed()
                .toList();
    }
}
