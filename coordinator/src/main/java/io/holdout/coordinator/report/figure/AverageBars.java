package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Standings;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.figure.Mark.Anchor;
import java.util.Optional;

/** A bar a row: its average over the compared tasks. */
final class AverageBars {
    private static final double BAR = 15;
    private static final double ROW = 22;
    private static final double LENGTH = 380;
    private static final double MARGIN = 12;

    private AverageBars() {}

    static Optional<Drawing> of(Table table, Standings standings) {
        var averages = standings.averages();
        double most = averages.stream()
                .filter(each -> each.isPresent())
                .mapToDouble(each -> each.getAsDouble())
                .max()
                .orElse(Double.NaN);
        if (Double.isNaN(most)) {
            return Optional.empty();
        }
        double label =
                Labels.widest(table.rows().stream().map(line -> line.title()).toList());
        double left = MARGIN + label + 8;
        Scale scale = Scale.around(0, most, left, left + LENGTH);
        int rows = table.rows().size();
        double bottom = MARGIN + rows * ROW;
        var canvas = new Canvas();
        for (double tick : scale.ticks()) {
            canvas.line(scale.at(tick), MARGIN, scale.at(tick), bottom, Ink.GRID);
            canvas.text(scale.at(tick), bottom + 14, table.metric().shown(tick), Anchor.MIDDLE, Ink.FAINT);
        }
        for (int row = 0; row < rows; row++) {
            double middle = MARGIN + (row + 0.5) * ROW;
            String title = table.rows().get(row).title();
            canvas.text(left - 8, middle + 4, Labels.fitted(title), Anchor.END, Ink.TEXT);
            if (averages.get(row).isEmpty()) {
                canvas.text(left + 4, middle + 4, "no number", Anchor.START, Ink.FAINT);
                continue;
            }
            double average = averages.get(row).getAsDouble();
            Ink ink = table.rows().get(row).reference() ? Ink.FAINT : Ink.MAIN;
            String shown = table.metric().shown(average);
            canvas.box(left, middle - BAR / 2, scale.at(average) - left, BAR, ink, title + ": " + shown);
            canvas.text(scale.at(average) + 4, middle + 4, shown, Anchor.START, Ink.TEXT);
        }
        String heading = "Average " + table.metric().heading() + " over "
                + standings.compared().size() + " columns";
        return Optional.of(canvas.drawing(
                "averages", heading, "one bar a row; rows for reference are grey", left + LENGTH + 48, bottom + 24));
    }
}
