package io.holdout.coordinator.report;

/** The forms in which a table leaves; the same table gives the same bytes, and each ends in a line end. */
public final class TableText {
    private TableText() {}

    /** Aligned text, where it can at most {@value TerminalTable#WIDTH} characters wide; {@code *} marks the best. */
    public static String terminal(Table table) {
        return TerminalTable.render(table, TerminalTable.WIDTH, false);
    }

    /**
     * Aligned text for a terminal of this width.
     *
     * @param width characters a line; a block has at least one row of the table, however narrow this is
     * @param colour show the best in bold by ANSI escapes instead of marking it with {@code *}
     */
    public static String terminal(Table table, int width, boolean colour) {
        return TerminalTable.render(table, width, colour);
    }

    /** A table for a README or a wiki. */
    public static String markdown(Table table) {
        return MarkdownTable.render(table);
    }

    /** One line a cell, RFC 4180 but with {@code \n} line ends; AUROC in [0,1] with six digits. */
    public static String csv(Table table) {
        return CsvTable.tidy(table);
    }

    /** One line a task and three columns a row, RFC 4180 but with {@code \n} line ends; AUROC in [0,1] with six digits. */
    public static String wideCsv(Table table) {
        return CsvTable.wide(table);
    }

    /** Everything, with a version of the form, as docs/table.schema.json says; AUROC in [0,1] with six digits. */
    public static String json(Table table) {
        return JsonTable.render(table);
    }

    /** A document with booktabs and siunitx that compiles as it is. */
    public static String latex(Table table) {
        return LatexTable.render(table);
    }
}
