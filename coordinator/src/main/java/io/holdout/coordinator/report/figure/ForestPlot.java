package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Rivalry;
import io.holdout.coordinator.report.Sample;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.figure.Mark.Anchor;
import io.holdout.coordinator.report.statistics.Interval;
import io.holdout.coordinator.report.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Each row against the one that ranks best: the difference on every task with its interval, and over all tasks. */
final class ForestPlot {
    private static final double HIGH = 16;
    private static final double LENGTH = 420;
    private static final double MARGIN = 12;

    /** One line of the plot. */
    private record Entry(String name, double difference, Optional<Interval> interval) {
        double least() {
            return interval.map(Interval::low).orElse(difference);
        }

        double most() {
            return interval.map(Interval::high).orElse(difference);
        }
    }

    private ForestPlot() {}

    static List<Drawing> all(Table table, Rivalry rivalry) {
        var ranks = table.standings().ranks();
        int best = rivalry.rows().stream()
                .min(Comparator.<Integer>comparingDouble(row -> ranks.get(row).orElse(Double.MAX_VALUE))
                        .thenComparingInt(row -> row))
                .orElseThrow();
        return IntStream.range(0, rivalry.rows().size())
                .filter(place -> rivalry.rows().get(place) != best)
                .mapToObj(place -> one(table, rivalry, best, rivalry.rows().get(place)))
                .toList();
    }

    private static Drawing one(Table table, Rivalry rivalry, int best, int row) {
        var entries = new ArrayList<Entry>();
        for (int column : rivalry.columns()) {
            entries.add(entry(table, column, best, row));
        }
        entries.add(overall(table, rivalry.columns(), best, row));
        String title = table.rows().get(row).title() + " minus "
                + table.rows().get(best).title();
        String name = "forest-" + (row + 1);
        return draw(table, entries, name, title);
    }

    private static Entry entry(Table table, int column, int best, int row) {
        var mine = (Cell.Done) table.cell(row, column);
        var its = (Cell.Done) table.cell(best, column);
        String name = table.columns().get(column).title();
        double[][] shared = Sample.shared(mine.sample(), its.sample(), table.metric());
        if (shared[0].length == 0) {
            return new Entry(name, mine.mean() - its.mean(), Optional.empty());
        }
        var compared = PairedComparison.of(shared[0], shared[1]);
        return new Entry(name, compared.difference(), compared.t().interval());
    }

    private static Entry overall(Table table, List<Integer> columns, int best, int row) {
        var compared = PairedComparison.of(means(table, columns, row), means(table, columns, best));
        return new Entry(
                "over " + columns.size() + " columns",
                compared.difference(),
                compared.t().interval());
    }

    private static double[] means(Table table, List<Integer> columns, int row) {
        return columns.stream()
                .mapToDouble(column -> ((Cell.Done) table.cell(row, column)).mean())
                .toArray();
    }

    private static Drawing draw(Table table, List<Entry> entries, String name, String title) {
        double least = entries.stream().mapToDouble(Entry::least).min().orElse(0);
        double most = entries.stream().mapToDouble(Entry::most).max().orElse(0);
        double left = MARGIN + Labels.widest(entries.stream().map(Entry::name).toList()) + 10;
        Scale scale = Scale.around(Math.min(0, least), Math.max(0, most), left, left + LENGTH);
        double bottom = MARGIN + entries.size() * HIGH + 6;
        var canvas = new Canvas();
        for (double tick : scale.ticks()) {
            canvas.line(scale.at(tick), MARGIN, scale.at(tick), bottom, Ink.GRID);
            canvas.text(scale.at(tick), bottom + 14, table.metric().shown(tick), Anchor.MIDDLE, Ink.FAINT);
        }
        canvas.line(scale.at(0), MARGIN, scale.at(0), bottom, Ink.FAINT);
        for (int at = 0; at < entries.size(); at++) {
            boolean last = at == entries.size() - 1;
            line(canvas, table, entries.get(at), scale, left, MARGIN + (at + 0.5) * HIGH + (last ? 6 : 0), last);
        }
        return canvas.drawing(
                name,
                title + ", " + table.metric().heading(),
                "mean paired difference with its 95% t interval, a line a task",
                left + LENGTH + 30,
                bottom + 24);
    }

    private static void line(
            Canvas canvas, Table table, Entry entry, Scale scale, double left, double y, boolean last) {
        String shown = table.metric().shown(entry.difference());
        String range = entry.interval()
                .map(each -> " [" + table.metric().shown(each.low()) + ", "
                        + table.metric().shown(each.high()) + "]")
                .orElse("");
        String tip = entry.name() + ": " + shown + range;
        Ink ink = last ? Ink.ACCENT : Ink.MAIN;
        canvas.text(left - 10, y + 4, Labels.fitted(entry.name()), Anchor.END, Ink.TEXT);
        canvas.thick(scale.at(entry.least()), y, scale.at(entry.most()), y, last ? 3 : 1.5, ink, tip);
        canvas.dot(scale.at(entry.difference()), y, last ? 5 : 3.5, ink, tip);
    }
}
