package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A comparison table: one metric of every line on every held-out task, or group of tasks.
 *
 * @param sweep its name, or several joined by {@code +}
 * @param planDigest of the plan it belongs to, or several joined by {@code +}
 * @param cells one list a row, one cell a column
 * @param choices as {@link Results#choices()}
 */
public record Table(
        String sweep,
        String planDigest,
        TableChoice choice,
        List<Line> rows,
        List<Heading> columns,
        List<List<Cell>> cells,
        List<ChosenValues> choices) {
    public Table {
        choices = List.copyOf(choices);
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = cells.stream().map(List::copyOf).toList();
    }

    /**
     * The usual table of a plan.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}; asked at most once for each
     */
    public static Table of(Plan plan, IntFunction<Outcome> outcomes) {
        return of(Results.of(plan, outcomes), TableChoice.USUAL);
    }

    public static Table of(Results results, TableChoice choice) {
        Results chosen = choice.arrangement().of(choice.view().of(results));
        return new Table(
                results.name(),
                results.origins().stream().map(Origin::planDigest).collect(Collectors.joining("+")),
                choice,
                chosen.lines(),
                chosen.columns(),
                chosen.evidence().stream()
                        .map(line -> line.stream()
                                .map(each -> Cell.of(each, choice.metric()))
                                .toList())
                        .toList(),
                results.choices());
    }

    public Metric metric() {
        return choice.metric();
    }

    public Cell cell(int row, int column) {
        return cells.get(row).get(column);
    }

    /** Whether every cell has its number. */
    public boolean isComplete() {
        return doneCells() == cellCount();
    }

    public int cellCount() {
        return rows.size() * columns.size();
    }

    public int doneCells() {
        return (int) cells.stream()
                .flatMap(List::stream)
                .filter(Cell.Done.class::isInstance)
                .count();
    }

    /** Averages, ranks and the best of each column. */
    public Standings standings() {
        return Standings.of(this);
    }

    /** Every cell without a number as one line for people, row by row; empty if the table is complete. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                Cell cell = cell(row, column);
                if (!(cell instanceof Cell.Done)) {
                    missing.add(
                            rows.get(row).title() + " on " + columns.get(column).title() + ": " + cell.status() + ", "
                                    + cell.reason().replaceAll("\\s+", " "));
                }
            }
        }
        return missing;
    }

    /** The cells without a number, grouped by row, state and reason; empty if the table is complete. */
    public List<Gap> gaps() {
        return Gap.of(this);
    }
}
