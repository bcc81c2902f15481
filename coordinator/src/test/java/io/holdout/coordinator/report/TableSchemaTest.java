package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.holdout.coordinator.spec.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every table's JSON is as the published schema says, which allows no key that it does not name. */
class TableSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Schema schema() throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.readTree(Path.of("../docs/table.schema.json").toFile()));
    }

    private static Results results() {
        var made = new MadeResults(4);
        for (String backbone : List.of("conv4", "resnet18")) {
            for (Strategy strategy : List.of(Strategy.RANDOM_INIT, Strategy.MM_PT, Strategy.SUPERVISED)) {
                made.line(strategy, backbone, "", column -> {
                    long seed = 31L * strategy.ordinal() + column + backbone.length();
                    return column == 2 && strategy == Strategy.MM_PT
                            ? new double[] {Double.NaN}
                            : new SplittableRandom(seed)
                                    .doubles(strategy == Strategy.SUPERVISED ? 1 : 9)
                                    .toArray();
                });
            }
        }
        return made.results();
    }

    @Test
    void every_view_metric_arrangement_and_marking_fits_it() throws Exception {
        Schema schema = schema();
        for (View view : View.values()) {
            for (Metric metric : Metric.values()) {
                for (Arrangement arrangement : Arrangement.values()) {
                    for (Marking marking : Marking.values()) {
                        var choice = new TableChoice(view, metric, arrangement, marking);
                        JsonNode json = JSON.readTree(TableText.json(Table.of(results(), choice)));
                        assertEquals(List.of(), schema.validate(json), choice.toString());
                    }
                }
            }
        }
    }

    @Test
    void an_unknown_key_or_a_missing_one_does_not_fit_it() throws Exception {
        var json = (ObjectNode) JSON.readTree(TableText.json(Table.of(results(), TableChoice.USUAL)));
        assertFalse(schema().validate(json.deepCopy().put("surprise", 1)).isEmpty());
        assertFalse(schema().validate(json.deepCopy().without("caption")).isEmpty());
    }
}
