package io.holdout.coordinator.report;

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
                    longest, Math.max(column.group().length(), 2 + column.name().length()));
        }
        this.nameWidth = longest;
    }

    /**
     * The table as text.
     *
     * @param width characters a line; a block has at least one row of the table, however narrow this is
     * @param colour bold by ANSI escapes; else {@code *} marks the same
     */
    static String render(Table table, int width, boolean colour) {
        return new TerminalTable(table, colour).render(width);
    }

    private String render(int width) {
        text.append(bold(table.sweep())).append(": ").append(Captions.of(table));
        text.append('\n');
        if (standings.marksAny()) {
            text.append(colour ? "bold: " : "* ")
                    .append(Captions.marking(standings))
                    .append('\n');
        }
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
        text.append(Captions.choices(table));
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
        String group = "";
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            Heading heading = table.columns().get(column);
            if (!heading.group().equals(group)) {
                group = heading.group();
                text.append(group).append('\n');
            }
            line(
                    "  " + heading.name(),
                    rows,
                    row -> value(table.cell(row, column), standings.marks(row, column)),
                    row -> standings.marks(row, column));
        }
        text.append("─".repeat(lineWidth)).append('\n');
        line(
                Captions.average(standings),
                rows,
                row -> summary(standings.averages().get(row), table.metric()::shown),
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

    private List<String> heading(int row) {
        return table.rows().get(row).parts();
    }

    private int columnWidth(int row) {
        int widest = heading(row).stream().mapToInt(String::length).max().orElse(0);
        for (int column = 0; column < table.columns().size(); column++) {
            widest = Math.max(
                    widest,
                    value(table.cell(row, column), standings.marks(row, column)).length());
        }
        return widest;
    }

    private String value(Cell cell, boolean best) {
        if (!(cell instanceof Cell.Done done)) {
            return cell.status();
        }
        String mean = table.metric().shown(done.mean());
        String interval = done.interval().isPresent()
                ? " (" + table.metric().shown(done.interval().getAsDouble()) + ")"
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
