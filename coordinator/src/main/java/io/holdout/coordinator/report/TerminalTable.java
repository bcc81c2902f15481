package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/**
 * Aligned text: one line a task grouped by dataset, one column a row of the table. Rows that do not fit the width go
 * into further blocks below.
 */
final class TerminalTable {
    /** Fits a terminal and a README. */
    static final int WIDTH = 100;

    private static final String GAP = "  ";
    private static final int MEAN = 5;
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final Table table;
    private final Standings standings;
    private final boolean colour;
    private final int nameWidth;
    private final StringBuilder text = new StringBuilder();

    private TerminalTable(Table table, boolean colour) {
        this.table = table;
        this.standings = table.standings();
        this.colour = colour;
        int longest = Captions.average(standings).length();
        for (var column : table.columns()) {
            longest = Math.max(
                    longest,
                    Math.max(
                            column.task().dataset().length(),
                            2 + column.task().task().length()));
        }
        this.nameWidth = longest;
    }

    /**
     * The table as text.
     *
     * @param width characters a line; a block has at least one row of the table, however narrow this is
     * @param colour bold for the best of a task, by ANSI escapes; else {@code *} marks the
     *     best
     */
    static String render(Table table, int width, boolean colour) {
        return new TerminalTable(table, colour).render(width);
    }

    private String render(int width) {
        text.append(bold(table.sweep())).append(": ").append(Captions.of(table));
        boolean anyBest = standings.best().stream().anyMatch(rows -> !rows.isEmpty());
        text.append(anyBest && !colour ? ", * best few-shot row\n" : "\n");
        if (!table.isComplete()) {
            text.append(bold(Captions.incomplete(table))).append('\n');
        }
        for (List<Integer> block : blocks(width)) {
            text.append('\n');
            writeBlock(block);
        }
        if (!table.isComplete()) {
            text.append("\nWithout a number:\n");
            table.gaps().forEach(gap -> text.append("  ").append(gap.sentence()).append('\n'));
        }
        return text.toString();
    }

    private List<List<Integer>> blocks(int width) {
        var blocks = new ArrayList<List<Integer>>();
        int used = 0;
        for (int row = 0; row < table.rows().size(); row++) {
            int needed = GAP.length() + columnWidth(row);
            if (blocks.isEmpty() || used + needed > width) {
                blocks.add(new ArrayList<>());
                used = nameWidth;
            }
            used += needed;
            blocks.get(blocks.size() - 1).add(row);
        }
        return blocks;
    }

    private void writeBlock(List<Integer> rows) {
        int height = rows.stream().mapToInt(row -> heading(row).size()).max().orElse(0);
        for (int h = 0; h < height; h++) {
            int at = h;
            line("", rows, row -> at < heading(row).size() ? heading(row).get(at) : "", row -> false);
        }
        int lineWidth = nameWidth
                + rows.stream().mapToInt(row -> GAP.length() + columnWidth(row)).sum();
        text.append("─".repeat(lineWidth)).append('\n');
        String dataset = "";
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            var task = table.columns().get(column).task();
            if (!task.dataset().equals(dataset)) {
                dataset = task.dataset();
                text.append(dataset).append('\n');
            }
            line(
                    "  " + task.task(),
                    rows,
                    row -> value(table.cell(row, column), isBest(row, column)),
                    row -> isBest(row, column));
        }
        text.append("─".repeat(lineWidth)).append('\n');
        line(
                Captions.average(standings),
                rows,
                row -> summary(standings.averages().get(row), Digits::percent),
                r -> false);
        line("average rank", rows, row -> summary(standings.ranks().get(row), Digits::rank), r -> false);
    }

    private void line(
            String name, List<Integer> rows, IntFunction<String> value, java.util.function.IntPredicate strong) {
        var line = new StringBuilder(padded(name, nameWidth));
        for (int row : rows) {
            String cell = value.apply(row);
            String shown = strong.test(row) ? bold(cell) : cell;
            line.append(GAP).append(shown).append(" ".repeat(Math.max(0, columnWidth(row) - cell.length())));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** Strategy, backbone and each part of the variant, one below the other. */
    private List<String> heading(int index) {
        Row row = table.rows().get(index);
        var lines = new ArrayList<>(List.of(row.strategy().word(), row.backboneName()));
        if (!row.variant().isEmpty()) {
            lines.addAll(List.of(row.variant().split(", ")));
        }
        return lines;
    }

    private int columnWidth(int row) {
        int widest = heading(row).stream().mapToInt(String::length).max().orElse(0);
        for (int column = 0; column < table.columns().size(); column++) {
            widest = Math.max(
                    widest, value(table.cell(row, column), isBest(row, column)).length());
        }
        return widest;
    }

    private boolean isBest(int row, int column) {
        return standings.best().get(column).contains(row);
    }

    private String value(Cell cell, boolean best) {
        if (!(cell instanceof Cell.Done done)) {
            return cell.status();
        }
        String mean = Digits.percent(done.auroc());
        String interval = done.interval().isPresent()
                ? " (" + Digits.percent(done.interval().getAsDouble()) + ")"
                : "";
        return " ".repeat(MEAN - mean.length()) + mean + interval + (best && !colour ? "*" : "");
    }

    private static String summary(OptionalDouble value, DoubleFunction<String> form) {
        String shown = value.isPresent() ? form.apply(value.getAsDouble()) : Captions.NONE;
        return " ".repeat(Math.max(0, MEAN - shown.length())) + shown;
    }

    private String bold(String words) {
        return colour ? BOLD + words + PLAIN : words;
    }

    private static String padded(String words, int width) {
        return words + " ".repeat(Math.max(0, width - words.length()));
    }
}
