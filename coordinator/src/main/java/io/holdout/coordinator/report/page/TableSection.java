package io.holdout.coordinator.report.page;

import io.holdout.coordinator.report.Captions;
import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Digits;
import io.holdout.coordinator.report.Heading;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.Standings;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.Verdict;
import io.holdout.coordinator.report.figure.Ink;
import io.holdout.coordinator.report.statistics.Bootstrap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** The table itself: one line a task, sorted by any of its columns. */
final class TableSection {
    private final Html html;
    private final Table table;
    private final Standings standings;
    private final Bootstrap bootstrap = new Bootstrap();

    private TableSection(Html html, Table table, Standings standings) {
        this.html = html;
        this.table = table;
        this.standings = standings;
    }

    static void write(Html html, Table table, Standings standings) {
        new TableSection(html, table, standings).write();
    }

    private void write() {
        html.raw("<section>\n").element("h2", "Table");
        html.raw("<p><label><input type=\"checkbox\" id=\"heat\"> Shade each line from its worst to its best</label> ");
        html.raw("<span class=\"hint\">Sort by a heading; arrow keys move between cells.</span></p>\n");
        html.raw("<div class=\"wide\"><table id=\"table\">\n<thead><tr>");
        header("dataset or group", false);
        header("task", false);
        table.rows().forEach(line -> header(line.title(), true));
        html.raw("</tr></thead>\n<tbody>\n");
        for (int column = 0; column < table.columns().size(); column++) {
            line(column);
        }
        html.raw("</tbody>\n<tfoot>\n");
        summary(Captions.average(standings), standings.averages(), table.metric()::shown);
        summary("average rank", standings.ranks(), Digits::rank);
        html.raw("</tfoot></table></div>\n");
        if (!table.isComplete()) {
            html.element("h3", "Without a number").raw("<ul id=\"missing\">\n");
            table.missing().forEach(cell -> html.element("li", cell));
            html.raw("</ul>\n");
        }
        html.raw("</section>\n");
    }

    private void header(String words, boolean number) {
        html.raw("<th scope=\"col\"" + (number ? " class=\"n\"" : "") + "><button type=\"button\">");
        html.words(words).raw("</button></th>");
    }

    private void line(int column) {
        Heading heading = table.columns().get(column);
        html.raw("<tr><td>")
                .words(heading.group())
                .raw("</td><th scope=\"row\">")
                .words(heading.name())
                .raw("</th>");
        double[] range = range(column);
        for (int row = 0; row < table.rows().size(); row++) {
            cell(row, column, range);
        }
        html.raw("</tr>\n");
    }

    /** The worst and the best score of a line. */
    private double[] range(int column) {
        var scores = table.cells().stream()
                .map(row -> row.get(column))
                .filter(Cell.Done.class::isInstance)
                .mapToDouble(cell -> table.metric().score(((Cell.Done) cell).mean()))
                .summaryStatistics();
        return new double[] {scores.getMin(), scores.getMax()};
    }

    private void cell(int row, int column, double[] range) {
        String where = table.rows().get(row).title() + " on "
                + table.columns().get(column).title();
        Cell cell = table.cell(row, column);
        if (!(cell instanceof Cell.Done done)) {
            html.raw("<td class=\"n missing\" tabindex=\"-1\" ");
            html.raw(Html.attribute("data-tip", where + "\n" + cell.status() + ": " + cell.reason()));
            html.raw(">").words(cell.status()).raw("</td>");
            return;
        }
        double score = table.metric().score(done.mean());
        Ink heat = Ink.heat(range[1] > range[0] ? (score - range[0]) / (range[1] - range[0]) : 1);
        html.raw("<td class=\"n " + heat.css() + " " + heat.on().css() + "-ink\" tabindex=\"-1\" data-v=\"");
        html.raw(Digits.exact(done.mean()).toPlainString() + "\" ");
        html.raw(Html.attribute("data-tip", where + "\n" + details(done, standings.verdict(row, column))))
                .raw(">");
        String mean = table.metric().shown(done.mean());
        html.raw(standings.marks(row, column) ? "<b>" + mean + "</b>" : mean);
        if (done.interval().isPresent()) {
            html.raw(" <small>(" + table.metric().shown(done.interval().getAsDouble()) + ")</small>");
        }
        html.raw("</td>");
    }

    private String details(Cell.Done done, Verdict verdict) {
        Metric metric = table.metric();
        var text = new StringBuilder(metric.heading() + ": " + metric.shown(done.mean()));
        if (done.interval().isPresent()) {
            double half = done.interval().getAsDouble();
            text.append("\nnormal 95%: ").append(metric.shown(done.mean() - half));
            text.append(" to ").append(metric.shown(done.mean() + half));
        }
        done.bootstrap(metric, bootstrap).ifPresent(each -> text.append("\nbootstrap 95%: ")
                .append(metric.shown(each.low()))
                .append(" to ")
                .append(metric.shown(each.high())));
        text.append(done.episodes() == 0 ? "\non the test split" : "\nover " + done.episodes() + " episodes");
        if (done.undefinedEpisodes() > 0) {
            text.append(", ").append(done.undefinedEpisodes()).append(" undefined");
        }
        if (verdict.best()) {
            text.append("\nthe best few-shot row here");
        } else if (verdict.p().isPresent()) {
            text.append("\nagainst the best: p = ")
                    .append(Digits.p(verdict.p().getAsDouble()))
                    .append(" (Holm)");
        }
        return text.toString();
    }

    private void summary(String name, List<OptionalDouble> values, DoubleFunction<String> form) {
        html.raw("<tr><td></td><th scope=\"row\">").words(name).raw("</th>");
        values.forEach(value -> html.raw(
                "<td class=\"n\">" + (value.isPresent() ? form.apply(value.getAsDouble()) : Captions.NONE) + "</td>"));
        html.raw("</tr>\n");
    }
}
