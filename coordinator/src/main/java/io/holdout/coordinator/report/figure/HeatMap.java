package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.figure.Mark.Anchor;
import java.util.Optional;

/** A field a cell: the darker, the better among all of them. */
final class HeatMap {
    private static final double WIDE = 62;
    private static final double HIGH = 17;
    private static final double MARGIN = 10;
    /** Names of rows are written above each other, as many lines as they have parts. */
    private static final double LINE = 13;

    private HeatMap() {}

    static Optional<Drawing> of(Table table) {
        double[] scores = table.cells().stream()
                .flatMap(row -> row.stream())
                .filter(Cell.Done.class::isInstance)
                .mapToDouble(cell -> table.metric().score(((Cell.Done) cell).mean()))
                .sorted()
                .toArray();
        if (scores.length == 0) {
            return Optional.empty();
        }
        double least = scores[0];
        double range = Math.max(1e-9, scores[scores.length - 1] - least);
        var titles = table.columns().stream().map(column -> column.title()).toList();
        double left = MARGIN + Labels.widest(titles) + 8;
        int lines = table.rows().stream()
                .mapToInt(line -> line.parts().size())
                .max()
                .orElse(1);
        double top = MARGIN + lines * LINE + 4;
        var canvas = new Canvas();
        for (int row = 0; row < table.rows().size(); row++) {
            var parts = table.rows().get(row).parts();
            for (int part = 0; part < parts.size(); part++) {
                String fitted = Glyphs.fitted(parts.get(part), Canvas.FONT, WIDE - 4);
                canvas.text(left + (row + 0.5) * WIDE, MARGIN + (part + 0.8) * LINE, fitted, Anchor.MIDDLE, Ink.TEXT);
            }
        }
        for (int column = 0; column < titles.size(); column++) {
            double y = top + column * HIGH;
            canvas.text(left - 8, y + 12, Labels.fitted(titles.get(column)), Anchor.END, Ink.TEXT);
            for (int row = 0; row < table.rows().size(); row++) {
                field(canvas, table, row, column, left + row * WIDE, y, least, range);
            }
        }
        return Optional.of(canvas.drawing(
                "heat-map",
                table.metric().heading() + ", the darker the better",
                titles.size() + " columns of the table as lines, "
                        + table.rows().size() + " rows as columns",
                left + table.rows().size() * WIDE + MARGIN,
                top + titles.size() * HIGH + MARGIN));
    }

    private static void field(
            Canvas canvas, Table table, int row, int column, double x, double y, double least, double range) {
        String where = table.rows().get(row).title() + " on "
                + table.columns().get(column).title() + ": ";
        if (table.cell(row, column) instanceof Cell.Done done) {
            Ink ink = Ink.heat((table.metric().score(done.mean()) - least) / range);
            String shown = table.metric().shown(done.mean());
            canvas.box(x, y, WIDE - 1, HIGH - 1, ink, where + shown);
            canvas.text(x + WIDE / 2, y + 12, shown, Anchor.MIDDLE, ink.on());
        } else {
            Cell cell = table.cell(row, column);
            canvas.box(x, y, WIDE - 1, HIGH - 1, Ink.GRID, where + cell.status() + ", " + cell.reason());
            canvas.text(x + WIDE / 2, y + 12, cell.status(), Anchor.MIDDLE, Ink.FAINT);
        }
    }
}
