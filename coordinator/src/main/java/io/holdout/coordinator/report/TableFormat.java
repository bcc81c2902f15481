package io.holdout.coordinator.report;

import java.util.Locale;

/** The forms in which a table leaves; the same table always gives the same bytes. */
public enum TableFormat {
    /** Aligned text, at most {@link TerminalTable#WIDTH} characters wide. */
    TERMINAL,
    /** A table for a README or a wiki. */
    MARKDOWN,
    /** One line a cell, RFC 4180 but with {@code \n} line ends, AUROC in [0,1]. */
    CSV,
    /** Everything, with a version of the form; AUROC in [0,1]. */
    JSON;

    /**
     * The text of a table, ending in a line end.
     *
     * @param colour mark with ANSI escapes instead of characters; only the terminal form does
     */
    public String render(Table table, boolean colour) {
        return switch (this) {
            case TERMINAL -> TerminalTable.render(table, TerminalTable.WIDTH, colour);
            case MARKDOWN -> MarkdownTable.render(table);
            case CSV -> CsvTable.render(table);
            case JSON -> JsonTable.render(table);
        };
    }

    /** The name that users type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
