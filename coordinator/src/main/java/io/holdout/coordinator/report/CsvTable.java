package io.holdout.coordinator.report;

import io.holdout.coordinator.report.statistics.Bootstrap;
import io.holdout.coordinator.report.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One line a cell, for data frames; or one line a task, for spreadsheets. */
final class CsvTable {
    private static final List<String> TIDY = List.of(
            "sweep",
            "strategy",
            "backbone",
            "variant",
            "shots",
            "group",
            "task",
            "target",
            "metric",
            "mean",
            "ci95",
            "boot_low",
            "boot_high",
            "sd",
            "episodes",
            "undefined_episodes",
            "best",
            "marked",
            "p_best",
            "status",
            "reason",
            "table");

    /** After the others, where anything is searched for: what the cell used, and how good that was on validation data. */
    private static final List<String> OF_SEARCHES = List.of("choice", "choice_validation_auroc");

    private CsvTable() {}

    static String tidy(Table table) {
        var text = new StringBuilder();
        var header = new ArrayList<>(TIDY);
        header.addAll(table.choices().isEmpty() ? List.of() : OF_SEARCHES);
        line(text, header);
        Standings standings = table.standings();
        var bootstrap = new Bootstrap();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                var fields = place(table, row, column);
                fields.addAll(numbers(table, standings, bootstrap, row, column));
                Cell cell = table.cell(row, column);
                fields.addAll(List.of(cell.status(), cell.reason(), state(table)));
                fields.addAll(table.choices().isEmpty() ? List.of() : choice(table, row, column));
                line(text, fields);
            }
        }
        return text.toString();
    }

    private static List<String> choice(Table table, int row, int column) {
        return table.choices().stream()
                .filter(each -> each.isOf(table.rows().get(row), table.columns().get(column)))
                .findFirst()
                .<List<String>>map(
                        each -> List.of(each.valuesInWords(), Digits.exact(OptionalDouble.of(each.validation()))))
                .orElseGet(() -> List.of("", ""));
    }

    private static String state(Table table) {
        return table.isComplete() ? "complete" : "incomplete";
    }

    private static List<String> place(Table table, int row, int column) {
        Line line = table.rows().get(row);
        Heading heading = table.columns().get(column);
        return new ArrayList<>(List.of(
                line.sweep().isEmpty() ? table.sweep() : line.sweep(),
                line.strategy(),
                line.backbone(),
                line.variant(),
                line.shots() == 0 ? "" : Integer.toString(line.shots()),
                heading.group(),
                heading.name(),
                heading.target(),
                table.metric().word()));
    }

    private static List<String> numbers(Table table, Standings standings, Bootstrap bootstrap, int row, int column) {
        if (!(table.cell(row, column) instanceof Cell.Done done)) {
            return List.of("", "", "", "", "", "", "", "", "", "");
        }
        Verdict verdict = standings.verdict(row, column);
        var interval = done.bootstrap(table.metric(), bootstrap);
        return List.of(
                Digits.exact(OptionalDouble.of(done.mean())),
                Digits.exact(done.interval()),
                interval.map(Interval::low)
                        .map(Digits::exact)
                        .map(Object::toString)
                        .orElse(""),
                interval.map(Interval::high)
                        .map(Digits::exact)
                        .map(Object::toString)
                        .orElse(""),
                Digits.exact(done.deviation()),
                Integer.toString(done.episodes()),
                Integer.toString(done.undefinedEpisodes()),
                Boolean.toString(verdict.best()),
                Boolean.toString(standings.marks(row, column)),
                Digits.exact(verdict.p()));
    }

    /** One line a task; for each row of the table its mean, interval and, in a third field, why there is none. */
    static String wide(Table table) {
        var text = new StringBuilder();
        var header = new ArrayList<>(List.of("group", "task"));
        for (Line line : table.rows()) {
            header.addAll(List.of(line.title(), line.title() + " ci95", line.title() + " status"));
        }
        header.add("table");
        line(text, header);
        for (int column = 0; column < table.columns().size(); column++) {
            Heading heading = table.columns().get(column);
            var fields = new ArrayList<>(List.of(heading.group(), heading.name()));
            for (int row = 0; row < table.rows().size(); row++) {
                Cell cell = table.cell(row, column);
                boolean done = cell instanceof Cell.Done;
                fields.add(done ? Digits.exact(((Cell.Done) cell).mean()).toPlainString() : "");
                fields.add(done ? Digits.exact(((Cell.Done) cell).interval()) : "");
                fields.add(done ? cell.status() : cell.status() + ": " + cell.reason());
            }
            fields.add(state(table));
            line(text, fields);
        }
        Standings standings = table.standings();
        summary(text, table, Captions.average(standings), standings.averages());
        summary(text, table, "average rank", standings.ranks());
        return text.toString();
    }

    private static void summary(StringBuilder text, Table table, String name, List<OptionalDouble> values) {
        var fields = new ArrayList<>(List.of("", name));
        values.forEach(value -> fields.addAll(List.of(Digits.exact(value), "", "")));
        fields.add(state(table));
        line(text, fields);
    }

    private static void line(StringBuilder text, List<String> fields) {
        text.append(fields.stream().map(CsvTable::field).collect(Collectors.joining(",")))
                .append('\n');
    }

    static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
