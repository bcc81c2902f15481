package io.holdout.coordinator.report;

import java.util.Locale;

/** The forms in which results leave as text; each gives the same bytes for the same results, everywhere. */
public enum Form {
    /** Aligned text, at most 100 characters wide, {@code *} for bold. */
    TERMINAL,
    /** For a README or a wiki. */
    MARKDOWN,
    /** One line a cell. */
    CSV,
    /** One line a task. */
    WIDE_CSV,
    /** As docs/table.schema.json says. */
    JSON,
    /** A document that compiles as it is. */
    LATEX,
    /** Every episode of every cell, to be read again; the same whatever table is chosen. */
    RESULTS;

    /** The name on the command line, such as {@code wide-csv}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String render(Results results, TableChoice choice) {
        if (this == RESULTS) {
            return ResultsFile.write(results);
        }
        Table table = Table.of(results, choice);
        return switch (this) {
            case TERMINAL -> TableText.terminal(table);
            case MARKDOWN -> TableText.markdown(table);
            case CSV -> TableText.csv(table);
            case WIDE_CSV -> TableText.wideCsv(table);
            case JSON -> TableText.json(table);
            case LATEX -> TableText.latex(table);
            case RESULTS -> throw new IllegalStateException("no table");
        };
    }
}
