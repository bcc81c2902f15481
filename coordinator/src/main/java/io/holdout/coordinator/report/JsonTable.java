package io.holdout.coordinator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.holdout.coordinator.plan.Setting;
import io.holdout.coordinator.report.statistics.Bootstrap;
import io.holdout.coordinator.report.statistics.Interval;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/** The whole table as JSON with keys in a fixed order; docs/table.schema.json describes it. */
final class JsonTable {
    /** Raised when a key changes its meaning or goes. */
    private static final String FORMAT = "holdout-table/2";

    private final Table table;
    private final Standings standings;
    private final Bootstrap bootstrap = new Bootstrap();
    private final JsonGenerator json;

    private JsonTable(Table table, JsonGenerator json) {
        this.table = table;
        this.standings = table.standings();
        this.json = json;
    }

    static String render(Table table) {
        var text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build()
                .createGenerator(text)) {
            // Jackson's own line end is the system's
            var lines = new DefaultIndenter("  ", "\n");
            var printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(lines);
            printer.indentArraysWith(lines);
            json.setPrettyPrinter(printer);
            new JsonTable(table, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeStringField("sweep", table.sweep());
        json.writeStringField("plan", table.planDigest());
        json.writeBooleanField("complete", table.isComplete());
        json.writeNumberField("cells_done", table.doneCells());
        json.writeNumberField("cells_total", table.cellCount());
        json.writeStringField("view", table.choice().view().word());
        json.writeStringField("metric", table.metric().word());
        json.writeStringField("arrangement", table.choice().arrangement().word());
        json.writeStringField("marking", standings.marking().word());
        json.writeStringField("caption", Captions.of(table));
        json.writeStringField("marked_means", Captions.marking(standings));
        json.writeArrayFieldStart("columns");
        for (int column = 0; column < table.columns().size(); column++) {
            column(table.columns().get(column), standings.compared().contains(column));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (int row = 0; row < table.rows().size(); row++) {
            row(row);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("choices");
        for (ChosenValues choice : table.choices()) {
            choice(choice);
        }
        json.writeEndArray();
        var rivalry = Rivalry.of(table, standings);
        if (rivalry.isPresent()) {
            json.writeFieldName("comparison");
            new JsonRivalry(json, table).write(rivalry.get());
        } else {
            json.writeNullField("comparison");
        }
        json.writeEndObject();
    }

    private void choice(ChosenValues choice) throws IOException {
        json.writeStartObject();
        json.writeStringField("row", choice.row());
        json.writeArrayFieldStart("targets");
        for (String target : choice.targets()) {
            json.writeString(target);
        }
        json.writeEndArray();
        json.writeBooleanField("chosen", choice.made());
        json.writeObjectFieldStart("parameters");
        for (var value : choice.values().entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("candidate", choice.candidate());
        json.writeNumberField("candidates", choice.candidates());
        number(
                json,
                "validation_auroc",
                choice.made() ? OptionalDouble.of(choice.validation()) : OptionalDouble.empty());
        json.writeNumberField("epochs", choice.epochs());
        json.writeEndObject();
    }

    private void column(Heading heading, boolean compared) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", heading.group());
        json.writeStringField("task", heading.name());
        json.writeStringField("target", heading.target());
        json.writeStringField("domain", heading.domain());
        json.writeBooleanField("primary", heading.primary());
        json.writeNumberField("tasks", heading.tasks().size());
        json.writeBooleanField("in_average", compared);
        json.writeEndObject();
    }

    private void row(int index) throws IOException {
        Line line = table.rows().get(index);
        json.writeStartObject();
        json.writeStringField("title", line.title());
        json.writeStringField("sweep", line.sweep().isEmpty() ? table.sweep() : line.sweep());
        json.writeStringField("strategy", line.strategy());
        json.writeStringField("backbone", line.backbone());
        json.writeStringField("variant", line.variant());
        json.writeNumberField("shots", line.shots());
        json.writeNumberField("image_size", line.imageSize());
        json.writeBooleanField("reference", line.reference());
        json.writeArrayFieldStart("settings");
        for (Setting setting : line.settings()) {
            json.writeString(setting.words());
        }
        json.writeEndArray();
        number(json, "average", standings.averages().get(index));
        number(json, "average_rank", standings.ranks().get(index));
        json.writeArrayFieldStart("cells");
        for (int column = 0; column < table.columns().size(); column++) {
            cell(index, column);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void cell(int row, int column) throws IOException {
        Cell cell = table.cell(row, column);
        json.writeStartObject();
        json.writeStringField("task", table.columns().get(column).title());
        json.writeStringField("status", cell.status());
        if (cell instanceof Cell.Done done) {
            Verdict verdict = standings.verdict(row, column);
            var interval = done.bootstrap(table.metric(), bootstrap);
            number(json, "mean", OptionalDouble.of(done.mean()));
            number(json, "ci95", done.interval());
            interval(json, "bootstrap95", interval.orElse(null));
            number(json, "sd", done.deviation());
            json.writeNumberField("episodes", done.episodes());
            json.writeNumberField("undefined_episodes", done.undefinedEpisodes());
            json.writeBooleanField("best", verdict.best());
            json.writeBooleanField("marked", standings.marks(row, column));
            number(json, "p_best", verdict.p());
        } else {
            json.writeStringField("reason", cell.reason());
        }
        json.writeEndObject();
    }

    static void interval(JsonGenerator json, String key, @org.jspecify.annotations.Nullable Interval interval)
            throws IOException {
        if (interval == null) {
            json.writeNullField(key);
            return;
        }
        json.writeArrayFieldStart(key);
        json.writeNumber(Digits.exact(interval.low()));
        json.writeNumber(Digits.exact(interval.high()));
        json.writeEndArray();
    }

    static void number(JsonGenerator json, String key, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, Digits.exact(value.getAsDouble()));
        } else {
            json.writeNullField(key);
        }
    }
}
