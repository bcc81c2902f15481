package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Rivalry;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.figure.Mark.Anchor;
import io.holdout.coordinator.report.statistics.Friedman;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Mean ranks on an axis; bars join rows of which no two differ significantly (Demšar 2006). */
final class CriticalDifference {
    private static final double LENGTH = 420;
    private static final double MARGIN = 12;
    private static final double AXIS = 46;
    private static final double BAR = 9;
    private static final double ROW = 18;

    private CriticalDifference() {}

    static Optional<Drawing> of(Table table, Rivalry rivalry) {
        return rivalry.tasks().friedman().map(friedman -> draw(table, rivalry, friedman));
    }

    private static Drawing draw(Table table, Rivalry rivalry, Friedman friedman) {
        List<Integer> order = IntStream.range(0, rivalry.rows().size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(friedman.meanRanks()::get)
                        .thenComparingInt(row -> row))
                .toList();
        var titles = rivalry.rows().stream()
                .map(row -> table.rows().get(row).title())
                .toList();
        double side = MARGIN + Labels.widest(titles) + 56;
        int rows = order.size();
        var scale = new Scale(1, rows, side, side + LENGTH);
        var canvas = new Canvas();
        canvas.line(side, AXIS, side + LENGTH, AXIS, Ink.TEXT);
        for (int rank = 1; rank <= rows; rank++) {
            canvas.line(scale.at(rank), AXIS - 4, scale.at(rank), AXIS, Ink.TEXT);
            canvas.text(scale.at(rank), AXIS - 8, Integer.toString(rank), Anchor.MIDDLE, Ink.FAINT);
        }
        double critical = friedman.criticalDifference();
        double reach = Math.min(LENGTH, critical / (rows - 1) * LENGTH);
        canvas.thick(side, 16, side + reach, 16, 2, Ink.ACCENT, "critical difference " + two(critical));
        canvas.text(side + reach + 6, 20, "critical difference " + two(critical) + " at 5%", Anchor.START, Ink.TEXT);
        var groups = friedman.groups();
        for (int at = 0; at < groups.size(); at++) {
            double y = AXIS + 8 + at * BAR;
            double from = friedman.meanRanks().get(groups.get(at).get(0));
            double to =
                    friedman.meanRanks().get(groups.get(at).get(groups.get(at).size() - 1));
            String tip = "not significantly different: "
                    + String.join(", ", groups.get(at).stream().map(titles::get).toList());
            canvas.thick(scale.at(from) - 3, y, scale.at(to) + 3, y, 4, Ink.ACCENT, tip);
        }
        double names = AXIS + 18 + groups.size() * BAR;
        int better = (rows + 1) / 2;
        for (int place = 0; place < rows; place++) {
            boolean isBetter = place < better;
            double y = names + (isBetter ? place : rows - 1 - place) * ROW;
            name(
                    canvas,
                    scale,
                    titles.get(order.get(place)),
                    friedman.meanRanks().get(order.get(place)),
                    y,
                    isBetter);
        }
        return canvas.drawing(
                "critical-difference",
                "Mean ranks over " + friedman.tasks() + " columns; bars join what does not differ (Nemenyi, 5%)",
                "the best are on the left",
                2 * side + LENGTH,
                names + better * ROW);
    }

    private static void name(Canvas canvas, Scale scale, String title, double rank, double y, boolean better) {
        double x = scale.at(rank);
        double edge = better ? scale.from() - 8 : scale.to() + 8;
        canvas.line(x, AXIS, x, y, Ink.FAINT);
        canvas.line(x, y, edge, y, Ink.FAINT);
        canvas.dot(x, AXIS, 3, Ink.MAIN, title + ": mean rank " + two(rank));
        String words = better ? Labels.fitted(title) + "  " + two(rank) : two(rank) + "  " + Labels.fitted(title);
        canvas.text(better ? edge - 4 : edge + 4, y + 4, words, better ? Anchor.END : Anchor.START, Ink.TEXT);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
