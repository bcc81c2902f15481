package io.holdout.coordinator.report.page;

import io.holdout.coordinator.report.Captions;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Rivalry;
import io.holdout.coordinator.report.Standings;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.figure.Drawing;
import io.holdout.coordinator.report.figure.Figures;
import io.holdout.coordinator.report.figure.SvgText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the report. */
public final class HtmlReport {
    private HtmlReport() {}

    public static String render(Results results, TableChoice choice) {
        Table table = Table.of(results, choice);
        Standings standings = table.standings();
        var html = new Html();
        head(html, table);
        html.raw("<header>\n").element("h1", table.sweep());
        html.element("p", Captions.of(table) + ". Bold: " + Captions.marking(standings) + ".");
        if (!table.isComplete()) {
            html.element("p", "class=\"incomplete\" role=\"alert\"", Captions.incomplete(table));
        }
        html.raw("</header>\n<main>\n");
        TableSection.write(html, table, standings);
        var figures = Figures.of(results, table);
        figures.stream().filter(each -> !each.name().startsWith("forest")).forEach(each -> figure(html, each));
        forests(
                html,
                figures.stream()
                        .filter(each -> each.name().startsWith("forest"))
                        .toList());
        Rivalry.of(table, standings).ifPresent(rivalry -> ComparisonSection.write(html, table, rivalry));
        OriginSection.write(html, table, results);
        html.raw("</main>\n<div id=\"tip\" role=\"tooltip\" hidden></div>\n<script>\n");
        html.raw(resource("report.js")).raw("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private static void head(Html html, Table table) {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        // nothing is loaded from anywhere, whatever a name in the table looks like
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<link rel=\"icon\" href=\"data:,\">\n");
        html.element("title", table.sweep() + ": " + table.metric().heading());
        html.raw("<style>\n")
                .raw(SvgText.palette(":root"))
                .raw(resource("report.css"))
                .raw("</style>\n");
        html.raw("</head>\n<body>\n");
    }

    private static void figure(Html html, Drawing drawing) {
        html.raw("<section>\n").element("h2", drawing.title());
        html.raw("<figure " + Html.attribute("id", drawing.name()) + ">\n").raw(SvgText.inline(drawing));
        html.element("figcaption", drawing.description()).raw("</figure>\n</section>\n");
    }

    private static void forests(Html html, java.util.List<Drawing> forests) {
        if (forests.isEmpty()) {
            return;
        }
        html.raw("<section>\n").element("h2", "Each row against the best ranked, task by task");
        for (Drawing forest : forests) {
            boolean first = forest.equals(forests.get(0));
            html.raw(first ? "<details open>\n" : "<details>\n").element("summary", forest.title());
            html.raw("<figure " + Html.attribute("id", forest.name()) + ">\n").raw(SvgText.inline(forest));
            html.element("figcaption", forest.description()).raw("</figure>\n</details>\n");
        }
        html.raw("</section>\n");
    }

    private static String resource(String name) {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
