package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Row;
import io.holdout.protocol.trial.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A table as text, the same bytes for the same table: no clock, locale or hash order comes into it. */
public final class TableText {
    private static final int SCHEMA = 1;
    private static final int TASK_WIDTH = 44;

    private TableText() {}

    /** For people at a terminal: a line a task, a column a row of the table; percent with 95% intervals. */
    public static String terminal(Table table) {
        var text = new StringBuilder();
        List<String> titles = table.rows().stream().map(Row::title).toList();
        int[] widths = titles.stream()
                .mapToInt(title -> Math.max(14, title.length() + 2))
                .toArray();
        text.append(caption(table)).append('\n');
        text.append(pad("target task", TASK_WIDTH));
        for (int row = 0; row < titles.size(); row++) {
            text.append(left(titles.get(row), widths[row]));
        }
        text.append('\n')
                .append("-".repeat(TASK_WIDTH + Arrays.stream(widths).sum()))
                .append('\n');
        for (int column = 0; column < table.columns().size(); column++) {
            text.append(pad(table.columns().get(column).task().toString(), TASK_WIDTH));
            for (int row = 0; row < titles.size(); row++) {
                text.append(left(words(table, row, column), widths[row]));
            }
            text.append('\n');
        }
        text.append("-".repeat(TASK_WIDTH + Arrays.stream(widths).sum())).append('\n');
        text.append(pad("average", TASK_WIDTH));
        for (int row = 0; row < titles.size(); row++) {
            text.append(left(percent(table.averages().get(row)) + " ", widths[row]));
        }
        text.append('\n').append(pad("average rank (" + table.rankedColumns() + " tasks)", TASK_WIDTH));
        for (int row = 0; row < titles.size(); row++) {
            text.append(left(rank(table.averageRanks().get(row)) + " ", widths[row]));
        }
        return text.append('\n').append(holes(table, "")).toString();
    }

    /** A Markdown table, best in bold. */
    public static String markdown(Table table) {
        var text = new StringBuilder(caption(table)).append("\n\n| target task |");
        table.rows().forEach(row -> text.append(' ').append(row.title()).append(" |"));
        text.append("\n|---|").append("---:|".repeat(table.rows().size())).append('\n');
        for (int column = 0; column < table.columns().size(); column++) {
            text.append("| ").append(table.columns().get(column).task()).append(" |");
            for (int row = 0; row < table.rows().size(); row++) {
                String words = words(table, row, column).replace("*", "").strip();
                text.append(table.isBest(row, column) ? " **" + words + "** |" : " " + words + " |");
            }
            text.append('\n');
        }
        text.append("| average |");
        table.averages()
                .forEach(average -> text.append(' ').append(percent(average)).append(" |"));
        text.append("\n| average rank (").append(table.rankedColumns()).append(" tasks) |");
        table.averageRanks().forEach(rank -> text.append(' ').append(rank(rank)).append(" |"));
        return text.append('\n').append(holes(table, "\n")).toString();
    }

    /** RFC 4180, a line a cell, numbers in [0,1] with six digits. */
    public static String csv(Table table) {
        var text = new StringBuilder("sweep,complete,strategy,backbone,variant,dataset,task,target,auroc,ci95,sd,"
                + "accuracy,episodes,unscored,best,status,reason\n");
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                Row r = table.rows().get(row);
                Column c = table.columns().get(column);
                Cell cell = table.cell(row, column);
                var fields = new ArrayList<String>(List.of(
                        table.sweep(),
                        String.valueOf(table.isComplete()),
                        r.strategy().word(),
                        r.backboneName(),
                        r.variant(),
                        c.task().dataset(),
                        c.task().task(),
                        c.target().word()));
                if (cell instanceof Cell.Done done) {
                    fields.addAll(List.of(
                            number(done.mean()),
                            number(done.interval95()),
                            number(done.deviation()),
                            number(done.accuracy()),
                            String.valueOf(done.episodes()),
                            String.valueOf(done.unscored()),
                            String.valueOf(table.isBest(row, column))));
                } else {
                    fields.addAll(List.of("", "", "", "", "", "", ""));
                }
                fields.add(cell.status());
                fields.add(cell.reason());
                text.append(String.join(
                                ",", fields.stream().map(TableText::quoted).toList()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** JSON with a schema version; numbers in [0,1]. */
    public static String json(Table table) {
        var cells = new ArrayList<Map<String, Object>>();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                cells.add(cellJson(table, row, column));
            }
        }
        var rows = new ArrayList<Map<String, Object>>();
        for (int row = 0; row < table.rows().size(); row++) {
            var each = rowJson(table.rows().get(row));
            each.put("average", value(table.averages().get(row)));
            each.put("averageRank", value(table.averageRanks().get(row)));
            rows.add(each);
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("sweep", table.sweep());
        document.put("metric", "AUROC");
        document.put("complete", table.isComplete());
        document.put("rankedColumns", table.rankedColumns());
        document.put("rows", rows);
        document.put("cells", cells);
        return CanonicalJson.write(document) + "\n";
    }

    private static Map<String, Object> rowJson(Row row) {
        var each = new LinkedHashMap<String, Object>();
        each.put("strategy", row.strategy().word());
        each.put("backbone", row.backboneName());
        each.put("variant", row.variant());
        return each;
    }

    private static Map<String, Object> cellJson(Table table, int row, int column) {
        var each = rowJson(table.rows().get(row));
        Column c = table.columns().get(column);
        each.put("dataset", c.task().dataset());
        each.put("task", c.task().task());
        each.put("target", c.target().word());
        Cell cell = table.cell(row, column);
        each.put("status", cell.status());
        if (cell instanceof Cell.Done done) {
            each.put("auroc", value(OptionalDouble.of(done.mean())));
            each.put("ci95", value(done.interval95()));
            each.put("sd", value(done.deviation()));
            each.put("accuracy", value(OptionalDouble.of(done.accuracy())));
            each.put("episodes", done.episodes());
            each.put("unscored", done.unscored());
            each.put("best", table.isBest(row, column));
        } else {
            each.put("reason", cell.reason());
        }
        return each;
    }

    private static Object value(OptionalDouble number) {
        return number.isPresent() && !Double.isNaN(number.getAsDouble()) ? new BigDecimal(number(number)) : "";
    }

    private static String caption(Table table) {
        return (table.isComplete() ? "" : "INCOMPLETE: ") + table.sweep()
                + ": AUROC in percent, mean over episodes (95% interval); * is best of its line";
    }

    private static String holes(Table table, String before) {
        var text = new StringBuilder();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                Cell cell = table.cell(row, column);
                if (!(cell instanceof Cell.Done)) {
                    text.append(text.length() == 0 ? before + "Cells without a number:\n" + before : "")
                            .append("- ")
                            .append(table.rows().get(row).title())
                            .append(" on ")
                            .append(table.columns().get(column).task())
                            .append(": ")
                            .append(cell.status())
                            .append(cell.reason().isEmpty() ? "" : " (" + cell.reason() + ")")
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String words(Table table, int row, int column) {
        if (!(table.cell(row, column) instanceof Cell.Done done)) {
            return table.cell(row, column).status() + " ";
        }
        String interval = done.interval95().isPresent()
                ? String.format(Locale.ROOT, " (%.1f)", 100 * done.interval95().getAsDouble())
                : "";
        return percent(OptionalDouble.of(done.mean())) + interval + (table.isBest(row, column) ? "*" : " ");
    }

    private static String percent(OptionalDouble value) {
        return value.isEmpty() || Double.isNaN(value.getAsDouble())
                ? "-"
                : String.format(Locale.ROOT, "%.1f", 100 * value.getAsDouble());
    }

    private static String rank(OptionalDouble value) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", value.getAsDouble());
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? "" : number(value.getAsDouble());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text.substring(0, width - 2) + "… " : text + " ".repeat(width - text.length());
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String quoted(String field) {
        return field.contains(",") || field.contains("\"") || field.contains("\n")
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    }
}
