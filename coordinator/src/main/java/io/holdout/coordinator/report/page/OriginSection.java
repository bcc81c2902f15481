package io.holdout.coordinator.report.page;

import io.holdout.coordinator.plan.Setting;
import io.holdout.coordinator.report.Origin;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Table;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Where the numbers come from: rows' settings, sweeps, data, weights. */
final class OriginSection {
    private OriginSection() {}

    static void write(Html html, Table table, Results results) {
        html.raw("<section id=\"origin\">\n").element("h2", "Where the numbers come from");
        html.element(
                "p",
                "'holdout explain SWEEP ROW TASK' tells of any cell its episodes, trials, attempts, nodes and seeds;"
                        + " 'holdout verify-table FILE' makes this file anew and compares bytes.");
        html.raw("<details><summary>What each row was run with</summary>\n<dl>\n");
        results.lines().forEach(line -> {
            html.element("dt", line.title());
            html.element(
                    "dd",
                    line.settings().stream()
                            .map(Setting::words)
                            .collect(Collectors.joining(", ", "", ", " + line.imageSize() + " pixels")));
        });
        html.raw("</dl></details>\n");
        if (!results.choices().isEmpty()) {
            html.raw("<details><summary>Chosen on validation data, never on the target's query sets</summary>\n<ul>\n");
            results.choices().forEach(choice -> html.element("li", choice.toString()));
            html.raw("</ul></details>\n");
        }
        for (Origin origin : results.origins()) {
            html.raw("<details><summary>").words("Sweep " + origin.sweep()).raw("</summary>\n<dl>\n");
            html.element("dt", "plan").element("dd", origin.planDigest());
            html.element("dt", "accepted by Holdout").element("dd", origin.version());
            map(html, "data fingerprint of ", origin.data());
            map(html, "SHA-256 of weights of ", origin.weights());
            map(html, "", origin.configuration());
            html.raw("</dl></details>\n");
        }
        html.raw("</section>\n");
    }

    private static void map(Html html, String what, SortedMap<String, String> map) {
        map.forEach((key, value) -> html.element("dt", what + key).element("dd", value));
    }
}
