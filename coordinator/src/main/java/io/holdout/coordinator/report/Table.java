package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The comparison table of a sweep: AUROC of every row on every held-out task.
 *
 * @param sweep its name
 * @param planDigest of the plan it belongs to
 * @param cells one list a row, one cell a column
 */
public record Table(String sweep, String planDigest, List<Row> rows, List<Column> columns, List<List<Cell>> cells) {
    public Table {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = cells.stream().map(List::copyOf).toList();
    }

    /**
     * The table of a plan.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}; asked at most once for each
     */
    public static Table of(Plan plan, IntFunction<Outcome> outcomes) {
        var maker = new Cells(plan, outcomes);
        var cells = new ArrayList<List<Cell>>();
        for (int row = 0; row < plan.rows().size(); row++) {
            int at = row;
            cells.add(IntStream.range(0, plan.columns().size())
                    .mapToObj(column -> maker.of(plan.experiment(at, column)))
                    .toList());
        }
        return new Table(plan.name(), plan.digest(), plan.rows(), plan.columns(), cells);
    }

    /** The table of the first task of each dataset, as the paper prints it; averages and ranks are of these alone. */
    public Table primaryOnly() {
        int[] kept = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).primary())
                .toArray();
        return new Table(
                sweep,
                planDigest,
                rows,
                IntStream.of(kept).mapToObj(columns::get).toList(),
                cells.stream()
                        .map(row -> IntStream.of(kept).mapToObj(row::get).toList())
                        .toList());
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

    /** The cells without a number, grouped by row, state and reason; empty if the table is complete. */
    public List<Gap> gaps() {
        return Gap.of(this);
    }
}
