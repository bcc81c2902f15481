package io.holdout.coordinator.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A LaTeX document with booktabs and siunitx that compiles as it is; the table is between two comments, to be copied.
 *
 * <p>One line a task and one column a row of the table, {@code mean(ci)} as in the paper; rows that do not fit the page
 * go into further tables.
 */
final class LatexTable {
    /** Columns that fit A4 beside the names of tasks. */
    private static final int ROWS_A_TABLE = 6;

    private final Table table;
    private final Standings standings;
    private final StringBuilder text = new StringBuilder();

    private LatexTable(Table table) {
        this.table = table;
        this.standings = table.standings();
    }

    static String render(Table table) {
        return new LatexTable(table).render();
    }

    private String render() {
        text.append(
                """
                % Written by Holdout. Compiles as it is: pdflatex THIS-FILE
                \\documentclass[a4paper]{article}
                \\usepackage[utf8]{inputenc}
                \\usepackage[T1]{fontenc}
                \\usepackage[margin=15mm]{geometry}
                \\usepackage{booktabs}
                \\usepackage{longtable}
                \\usepackage{siunitx}
                \\sisetup{detect-weight=true, detect-inline-weight=math}
                \\begin{document}
                \\scriptsize
                """);
        int rows = table.rows().size();
        for (int from = 0; from < Math.max(1, rows); from += ROWS_A_TABLE) {
            block(IntStream.range(from, Math.min(rows, from + ROWS_A_TABLE))
                    .boxed()
                    .toList());
        }
        text.append("\\end{document}\n");
        return text.toString();
    }

    private void block(List<Integer> rows) {
        text.append("% table begins\n\\begin{longtable}{@{}l");
        text.append(("S[table-format=" + (table.metric() == Metric.LOSS ? "2.3" : "3.1")
                        + ", table-space-text-post={\\,(00.000)}]")
                .repeat(rows.size()));
        text.append("@{}}\n\\caption{").append(caption()).append("}\\\\\n\\toprule\n");
        int height = rows.stream().mapToInt(row -> parts(row).size()).max().orElse(0);
        for (int at = 0; at < height; at++) {
            int part = at;
            line("", rows.stream().map(row -> "{" + part(row, part) + "}").toList());
        }
        text.append("\\midrule\n\\endhead\n");
        String group = "";
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            Heading heading = table.columns().get(column);
            if (!heading.group().equals(group)) {
                group = heading.group();
                text.append(c == 0 ? "" : "\\addlinespace\n");
                line(
                        "\\textit{" + escape(group) + "}",
                        rows.stream().map(row -> "").toList());
            }
            line(
                    "\\quad " + escape(heading.name()),
                    rows.stream().map(row -> cell(row, column)).toList());
        }
        text.append("\\midrule\n");
        line(Captions.average(standings), summary(rows, standings.averages(), table.metric()::shown));
        line("average rank", summary(rows, standings.ranks(), Digits::rank));
        text.append("\\bottomrule\n\\end{longtable}\n% table ends\n");
    }

    private String caption() {
        String marked = standings.marksAny() ? " Bold: " + Captions.marking(standings) + "." : "";
        String incomplete = table.isComplete()
                ? ""
                : " \\textbf{" + escape(Captions.incomplete(table)) + "}: "
                        + table.gaps().stream()
                                .map(gap -> escape(gap.sentence()))
                                .collect(Collectors.joining("; ")) + ".";
        return escape(table.sweep()) + ": " + escape(Captions.of(table)) + "." + escape(marked) + incomplete;
    }

    private List<String> parts(int row) {
        return table.rows().get(row).parts();
    }

    private String part(int row, int part) {
        return part < parts(row).size() ? escape(parts(row).get(part)) : "";
    }

    private String cell(int row, int column) {
        if (!(table.cell(row, column) instanceof Cell.Done done)) {
            return "{" + escape(table.cell(row, column).status()) + "}";
        }
        String mean = table.metric().shown(done.mean());
        String interval = done.interval().isPresent()
                ? "{\\,(" + table.metric().shown(done.interval().getAsDouble()) + ")}"
                : "";
        return (standings.marks(row, column) ? "\\bfseries " : "") + mean + interval;
    }

    private static List<String> summary(List<Integer> rows, List<OptionalDouble> values, DoubleFunction<String> form) {
        return rows.stream()
                .map(values::get)
                .map(value -> value.isPresent() ? form.apply(value.getAsDouble()) : "{--}")
                .toList();
    }

    private void line(String name, List<String> fields) {
        text.append(name);
        fields.forEach(field -> text.append(" & ").append(field));
        text.append(" \\\\\n");
    }

    static String escape(String words) {
        var escaped = new StringBuilder();
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            escaped.append(
                    switch (c) {
                        case '\\' -> "\\textbackslash{}";
                        case '~' -> "\\textasciitilde{}";
                        case '^' -> "\\textasciicircum{}";
                        case '<' -> "\\textless{}";
                        case '>' -> "\\textgreater{}";
                        case '|' -> "\\textbar{}";
                        case '"' -> "\\textquotedbl{}";
                        case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
                        case '\n', '\r', '\t' -> " ";
                        case '–' -> "--";
                        case '…' -> "\\ldots{}";
                        default -> String.valueOf(c);
                    });
        }
        return escaped.toString();
    }
}
