package io.holdout.coordinator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Row;
import io.holdout.coordinator.plan.Setting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/** The whole table as JSON with keys in a fixed order. */
final class JsonTable {
    /** Raised when a key changes its meaning or goes. */
    private static final String FORMAT = "holdout-table/1";

    private JsonTable() {}

    static String render(Table table) {
        var text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder()
                .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build()
                .createGenerator(text)) {
            // Jackson's own line end is the system's
            var lines = new DefaultIndenter("  ", "\n");
            var printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(lines);
            printer.indentArraysWith(lines);
            json.setPrettyPrinter(printer);
            write(json, table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Table table) throws IOException {
        Standings standings = table.standings();
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeStringField("sweep", table.sweep());
        json.writeStringField("plan", table.planDigest());
        json.writeBooleanField("complete", table.isComplete());
        json.writeNumberField("cells_done", table.doneCells());
        json.writeNumberField("cells_total", table.cellCount());
        json.writeStringField("metric", "auroc");
        json.writeArrayFieldStart("columns");
        for (int column = 0; column < table.columns().size(); column++) {
            writeColumn(json, table.columns().get(column), standings.compared().contains(column));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (int row = 0; row < table.rows().size(); row++) {
            writeRow(json, table, standings, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeColumn(JsonGenerator json, Column column, boolean compared) throws IOException {
        json.writeStartObject();
        json.writeStringField("dataset", column.task().dataset());
        json.writeStringField("task", column.task().task());
        json.writeStringField("target", column.target().word());
        json.writeBooleanField("primary", column.primary());
        json.writeBooleanField("in_average", compared);
        json.writeEndObject();
    }

    private static void writeRow(JsonGenerator json, Table table, Standings standings, int index) throws IOException {
        Row row = table.rows().get(index);
        json.writeStartObject();
        json.writeStringField("strategy", row.strategy().word());
        json.writeStringField("backbone", row.backboneName());
        json.writeStringField("variant", row.variant());
        json.writeNumberField("image_size", row.backbone().imageSize());
        json.writeArrayFieldStart("settings");
        for (Setting setting : row.settings()) {
            json.writeString(setting.words());
        }
        json.writeEndArray();
        number(json, "average", standings.averages().get(index));
        number(json, "average_rank", standings.ranks().get(index));
        json.writeArrayFieldStart("cells");
        for (int column = 0; column < table.columns().size(); column++) {
            boolean best = standings.best().get(column).contains(index);
            writeCell(json, table.cell(index, column), table.columns().get(column), best);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCell(JsonGenerator json, Cell cell, Column column, boolean best) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", column.task().toString());
        json.writeStringField("status", cell.status());
        if (cell instanceof Cell.Done done) {
            number(json, "mean", OptionalDouble.of(done.auroc()));
            number(json, "ci95", done.interval());
            number(json, "sd", done.deviation());
            number(json, "accuracy", OptionalDouble.of(done.accuracy()));
            json.writeNumberField("episodes", done.episodes());
            json.writeNumberField("undefined_episodes", done.undefinedEpisodes());
            json.writeBooleanField("best", best);
        } else {
            json.writeStringField("reason", cell.reason());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String key, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, Digits.exact(value.getAsDouble()));
        } else {
            json.writeNullField(key);
        }
    }
}
