package io.holdout.coordinator.report.page;

import io.holdout.coordinator.report.Digits;
import io.holdout.coordinator.report.Rivalry;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.statistics.Friedman;
import io.holdout.coordinator.report.statistics.TaskComparison;
import java.util.List;

/** The tests over tasks: all rows together, and each pair. */
final class ComparisonSection {
    private ComparisonSection() {}

    static void write(Html html, Table table, Rivalry rivalry) {
        List<String> titles = rivalry.rows().stream()
                .map(row -> table.rows().get(row).title())
                .toList();
        html.raw("<section>\n")
                .element("h2", "Comparison over " + rivalry.columns().size() + " columns");
        rivalry.tasks().friedman().ifPresent(friedman -> friedman(html, friedman));
        matrix(html, rivalry, titles);
        pairs(html, table, rivalry, titles);
        html.raw("</section>\n");
    }

    private static void friedman(Html html, Friedman friedman) {
        html.element(
                "p",
                "Friedman: chi-squared " + Digits.fixed(friedman.chiSquared(), 2) + ", p " + p(friedman.p())
                        + " (Iman-Davenport p " + p(friedman.imanDavenportP())
                        + "). Mean ranks that differ by more than "
                        + Digits.fixed(friedman.criticalDifference(), 2) + " differ significantly (Nemenyi, 5%).");
    }

    private static String p(double value) {
        String shown = Digits.p(value);
        return shown.startsWith("<") ? shown : "= " + shown;
    }

    private static void matrix(Html html, Rivalry rivalry, List<String> titles) {
        html.element("h3", "Wins, ties and losses of the row against the column");
        html.raw("<div class=\"wide\"><table id=\"wins\"><thead><tr><td></td>");
        titles.forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>\n");
        for (int row = 0; row < titles.size(); row++) {
            html.raw("<tr>").element("th", "scope=\"row\"", titles.get(row));
            for (int column = 0; column < titles.size(); column++) {
                html.element("td", "class=\"n\"", row == column ? "" : record(rivalry, row, column));
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private static String record(Rivalry rivalry, int row, int column) {
        for (TaskComparison.Pair pair : rivalry.tasks().pairs()) {
            if (pair.first() == row && pair.second() == column) {
                return pair.wins() + " / " + pair.ties() + " / " + pair.losses();
            }
            if (pair.first() == column && pair.second() == row) {
                return pair.losses() + " / " + pair.ties() + " / " + pair.wins();
            }
        }
        throw new IllegalStateException("no pair of " + row + " and " + column);
    }

    private static void pairs(Html html, Table table, Rivalry rivalry, List<String> titles) {
        html.element("h3", "Pairs");
        html.element(
                "p",
                "Over the columns' numbers: mean difference with its 95% t interval, Wilcoxon signed-rank p with Holm's"
                        + " correction for all pairs, rank-biserial correlation and Cohen's d as effect sizes, Nemenyi's p."
                        + " Task by task: on how many the first is significantly better or worse over shared episodes"
                        + " (Wilcoxon, Holm over tasks, 5%).");
        html.raw("<div class=\"wide\"><table id=\"pairs\"><thead><tr>");
        for (String name : List.of(
                "first",
                "second",
                "difference",
                "95%",
                "Wilcoxon p",
                "Holm p",
                "rank-biserial",
                "Cohen's d",
                "Nemenyi p",
                "better",
                "worse",
                "tasks tested")) {
            html.raw("<th scope=\"col\"><button type=\"button\">").words(name).raw("</button></th>");
        }
        html.raw("</tr></thead><tbody>\n");
        for (int i = 0; i < rivalry.duels().size(); i++) {
            pair(html, table, rivalry, i, titles);
        }
        html.raw("</tbody></table></div>\n");
    }

    private static void pair(Html html, Table table, Rivalry rivalry, int index, List<String> titles) {
        TaskComparison.Pair pair = rivalry.tasks().pairs().get(index);
        Rivalry.Duel duel = rivalry.duels().get(index);
        var compared = pair.compared();
        html.raw("<tr>").element("td", titles.get(pair.first())).element("td", titles.get(pair.second()));
        number(html, compared.difference(), table.metric().shown(compared.difference()));
        html.element(
                "td",
                "class=\"n\"",
                compared.t()
                        .interval()
                        .map(each -> table.metric().shown(each.low()) + " to "
                                + table.metric().shown(each.high()))
                        .orElse(""));
        number(html, compared.signedRank().p(), Digits.p(compared.signedRank().p()));
        number(html, pair.holm(), Digits.p(pair.holm()));
        number(
                html,
                compared.signedRank().rankBiserial(),
                Digits.fixed(compared.signedRank().rankBiserial(), 2));
        if (compared.t().cohensD().isPresent()) {
            double d = compared.t().cohensD().getAsDouble();
            number(html, d, Digits.fixed(d, 2));
        } else {
            html.raw("<td></td>");
        }
        if (rivalry.tasks().friedman().isPresent()) {
            double p = rivalry.tasks().friedman().get().nemenyi(pair.first(), pair.second());
            number(html, p, Digits.p(p));
        } else {
            html.raw("<td></td>");
        }
        number(html, duel.better(), Integer.toString(duel.better()));
        number(html, duel.worse(), Integer.toString(duel.worse()));
        number(html, duel.tested(), Integer.toString(duel.tested()));
        html.raw("</tr>\n");
    }

    private static void number(Html html, double value, String shown) {
        html.raw("<td class=\"n\" data-v=\"" + Digits.exact(value).toPlainString() + "\">")
                .words(shown)
                .raw("</td>");
    }
}
