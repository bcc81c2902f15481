package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Row;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One line a cell, for data frames. */
final class CsvTable {
    private static final String HEADER =
            "strategy,backbone,variant,dataset,task,target,metric,mean,ci95,sd,accuracy,episodes,undefined_episodes,best,status,"
                    + "reason,table\n";

    private CsvTable() {}

    static String render(Table table) {
        var text = new StringBuilder(HEADER);
        Standings standings = table.standings();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                boolean best = standings.best().get(column).contains(row);
                text.append(line(table, row, column, best)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(Table table, int rowIndex, int columnIndex, boolean best) {
        Row row = table.rows().get(rowIndex);
        Column column = table.columns().get(columnIndex);
        Cell cell = table.cell(rowIndex, columnIndex);
        List<String> numbers = cell instanceof Cell.Done done
                ? List.of(
                        Digits.exact(OptionalDouble.of(done.auroc())),
                        Digits.exact(done.interval()),
                        Digits.exact(done.deviation()),
                        Digits.exact(OptionalDouble.of(done.accuracy())),
                        Integer.toString(done.episodes()),
                        Integer.toString(done.undefinedEpisodes()),
                        Boolean.toString(best))
                : List.of("", "", "", "", "", "", "");
        List<String> place = List.of(
                row.strategy().word(),
                row.backboneName(),
                row.variant(),
                column.task().dataset(),
                column.task().task(),
                column.target().word(),
                "auroc");
        List<String> state = List.of(cell.status(), cell.reason(), table.isComplete() ? "complete" : "incomplete");
        return java.util.stream.Stream.of(place, numbers, state)
                .flatMap(List::stream)
                .map(CsvTable::field)
                .collect(Collectors.joining(","));
    }

    static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
