package io.holdout.coordinator.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.holdout.coordinator.report.statistics.Friedman;
import io.holdout.coordinator.report.statistics.TaskComparison;
import java.io.IOException;
import java.util.OptionalDouble;

/** How the rows compare over tasks, as JSON. */
final class JsonRivalry {
    private final JsonGenerator json;
    private final Table table;

    JsonRivalry(JsonGenerator json, Table table) {
        this.json = json;
        this.table = table;
    }

    void write(Rivalry rivalry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tasks", rivalry.columns().size());
        json.writeArrayFieldStart("rows");
        for (int row : rivalry.rows()) {
            json.writeString(table.rows().get(row).title());
        }
        json.writeEndArray();
        if (rivalry.tasks().friedman().isPresent()) {
            friedman(rivalry, rivalry.tasks().friedman().get());
        } else {
            json.writeNullField("friedman");
        }
        json.writeArrayFieldStart("pairs");
        for (int i = 0; i < rivalry.duels().size(); i++) {
            pair(rivalry, i);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void friedman(Rivalry rivalry, Friedman friedman) throws IOException {
        json.writeObjectFieldStart("friedman");
        number("chi_squared", friedman.chiSquared());
        number("p", friedman.p());
        number("iman_davenport_p", friedman.imanDavenportP());
        number("critical_difference", friedman.criticalDifference());
        json.writeArrayFieldStart("mean_ranks");
        for (double rank : friedman.meanRanks()) {
            json.writeNumber(Digits.exact(rank));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("not_different");
        for (var group : friedman.groups()) {
            json.writeStartArray();
            for (int row : group) {
                json.writeString(title(rivalry, row));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void pair(Rivalry rivalry, int index) throws IOException {
        TaskComparison.Pair pair = rivalry.tasks().pairs().get(index);
        Rivalry.Duel duel = rivalry.duels().get(index);
        json.writeStartObject();
        json.writeStringField("first", title(rivalry, pair.first()));
        json.writeStringField("second", title(rivalry, pair.second()));
        json.writeNumberField("wins", pair.wins());
        json.writeNumberField("ties", pair.ties());
        json.writeNumberField("losses", pair.losses());
        number("difference", pair.compared().difference());
        JsonTable.interval(json, "difference95", pair.compared().t().interval().orElse(null));
        number("wilcoxon_p", pair.compared().signedRank().p());
        number("wilcoxon_p_holm", pair.holm());
        number("rank_biserial", pair.compared().signedRank().rankBiserial());
        JsonTable.number(json, "t_p", pair.compared().t().p());
        JsonTable.number(json, "cohen_d", pair.compared().t().cohensD());
        OptionalDouble nemenyi = rivalry.tasks().friedman().isPresent()
                ? OptionalDouble.of(rivalry.tasks().friedman().get().nemenyi(pair.first(), pair.second()))
                : OptionalDouble.empty();
        JsonTable.number(json, "nemenyi_p", nemenyi);
        json.writeNumberField("tasks_tested", duel.tested());
        json.writeNumberField("significant_wins", duel.better());
        json.writeNumberField("significant_losses", duel.worse());
        json.writeEndObject();
    }

    private String title(Rivalry rivalry, int place) {
        return table.rows().get(rivalry.rows().get(place)).title();
    }

    private void number(String key, double value) throws IOException {
        JsonTable.number(json, key, OptionalDouble.of(value));
    }
}
