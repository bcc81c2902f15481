package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** One line a task, one column a row of the table: 54 tasks side by side fit no page. */
final class MarkdownTable {
    private MarkdownTable() {}

    static String render(Table table) {
        var text = new StringBuilder();
        Standings standings = table.standings();
        int rows = table.rows().size();
        text.append("**").append(escape(table.sweep())).append("**: ").append(Captions.of(table));
        text.append(standings.marksAny() ? ". **Bold**: " + Captions.marking(standings) + ".\n\n" : "\n\n");
        if (!table.isComplete()) {
            text.append("> **").append(Captions.incomplete(table)).append("**\n\n");
        }
        var header = new ArrayList<>(List.of("dataset", "task"));
        table.rows().forEach(row -> header.add(escape(row.title())));
        line(text, header);
        text.append("|---|---|").append("--:|".repeat(rows)).append('\n');
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            Heading at = table.columns().get(column);
            var fields = new ArrayList<>(List.of(escape(at.group()), escape(at.name())));
            IntStream.range(0, rows)
                    .forEach(row ->
                            fields.add(cell(table.metric(), table.cell(row, column), standings.marks(row, column))));
            line(text, fields);
        }
        line(text, summary(Captions.average(standings), standings.averages(), table.metric()::shown));
        line(text, summary("average rank", standings.ranks(), Digits::rank));
        if (!table.isComplete()) {
            text.append('\n');
            table.gaps()
                    .forEach(gap ->
                            text.append("- ").append(escape(gap.sentence())).append('\n'));
        }
        text.append(escape(Captions.choices(table)));
        return text.toString();
    }

    private static List<String> summary(String name, List<OptionalDouble> values, DoubleFunction<String> form) {
        var fields = new ArrayList<>(List.of("", "*" + name + "*"));
        values.forEach(value -> fields.add(value.isPresent() ? form.apply(value.getAsDouble()) : Captions.NONE));
        return fields;
    }

    private static String cell(Metric metric, Cell cell, boolean marked) {
        if (!(cell instanceof Cell.Done done)) {
            return "*" + cell.status() + "*";
        }
        String text = metric.shown(done.mean());
        if (done.interval().isPresent()) {
            text += " (" + metric.shown(done.interval().getAsDouble()) + ")";
        }
        return marked ? "**" + text + "**" : text;
    }

    private static void line(StringBuilder text, List<String> fields) {
        text.append("| ").append(String.join(" | ", fields)).append(" |\n");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("<", "&lt;");
    }
}
