package io.holdout.coordinator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the published schema and the reader together: what one takes the other takes, with the same defaults. */
class SweepSchemaTest {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TEXT = schemaText();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT);

    private static final String BASE = "{\"sweep\": \"x\", \"strategies\": \"mm-pt\"}";

    private static final List<String> VALUES = List.of(
            "-1",
            "0",
            "1",
            "2",
            "15",
            "16",
            "1000",
            "1001",
            "1024",
            "1025",
            "10000",
            "10001",
            "65536",
            "65537",
            "100000",
            "100001",
            "1000000",
            "1000001",
            "0.5",
            "10.5",
            "true",
            "null",
            "\"all\"",
            "\"primary\"",
            "\"bus\"",
            "\"mm-pt\"",
            "\"random-init\"",
            "\"random\"",
            "\"imagenet\"",
            "\"default\"",
            "\"conv4\"",
            "\"resnet18\"",
            "\"no such word\"",
            "\"adamw\"",
            "\"cosine\"",
            "\"fine-tune\"",
            "[\"linear-probe\", \"nearest-centroid\"]",
            "\"Upper\"",
            "\"\"",
            "[]",
            "[1]",
            "[1, 1]",
            "[1, 2]",
            "[1, 2, 3]",
            "[true, false]",
            "[\"bus\", \"oct\"]",
            "[\"mm-pt\", \"mm-pt\"]",
            "[0]",
            "[0.5, 0.1]",
            "{}",
            "{\"conv4\": {}}",
            "{\"conv4\": {\"width\": 8}}",
            "{\"conv4\": {\"width\": 0}}",
            "{\"conv4\": {\"depth\": 8}}",
            "{\"resnet18\": {}}",
            "[{\"conv4\": {\"width\": 8}}, {\"conv4\": {\"width\": 16}}]",
            "[[1]]",
            "{\"space\": {\"fine_tune.learning_rate\": {\"loguniform\": [0.001, 0.1]}}}",
            "{\"space\": {\"learning_rate\": {\"choice\": [0.001, 0.1]}}, \"trials\": 3}",
            "{\"space\": {\"learning_rate\": {\"choice\": [0.001, 0.1]}}, \"trials\": 0}",
            "{\"space\": {\"learning_rate\": {}}}",
            "{\"space\": {}}",
            "{\"space\": {\"epochs\": {\"choice\": [1, 2]}}}");

    private static JsonNode schemaText() {
        try (var in = SweepFile.class.getResourceAsStream("sweep.schema.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every key of the file as a path, and one that does not exist in each section. */
    static Stream<List<String>> keys() {
        var keys = new ArrayList<List<String>>();
        keys.add(List.of("no_such_key"));
        TEXT.path("properties").properties().forEach(top -> {
            JsonNode inner = top.getValue().path("properties");
            if (inner.isMissingNode()) {
                keys.add(List.of(top.getKey()));
            } else {
                keys.add(List.of(top.getKey(), "no_such_key"));
                inner.fieldNames().forEachRemaining(key -> keys.add(List.of(top.getKey(), key)));
            }
        });
        return keys.stream();
    }

    private static JsonNode with(List<String> key, JsonNode value) throws JsonProcessingException {
        var document = (ObjectNode) JSON.readTree(BASE);
        ObjectNode section = key.size() == 1 ? document : document.withObject("/" + key.get(0));
        section.set(key.get(key.size() - 1), value);
        return document;
    }

    private static SweepFile read(JsonNode document) {
        return SweepFile.read(document.toString(), "s.yaml", CATALOGUE);
    }

    /** What the reader says of each value alone: no schema can tell whether shots and queries fit class sizes. */
    private static boolean accepts(JsonNode document) {
        try {
            read(document);
            return true;
        } catch (HoldoutException e) {
            return e.getMessage().contains(": an episode takes ");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void takes_what_the_reader_takes_and_refuses_what_it_refuses(List<String> key) throws Exception {
        boolean names = key.equals(List.of("targets")) || key.equals(List.of("datasets"));
        int taken = 0;
        for (String value : VALUES) {
            JsonNode document = with(key, JSON.readTree(value));
            boolean accepted = accepts(document);
            taken += accepted ? 1 : 0;
            if (accepted || !names) {
                var errors = SCHEMA.validate(document);
                assertEquals(accepted, errors.isEmpty(), document + " " + errors);
            }
        }
        assertEquals(!key.contains("no_such_key"), taken > 0, "a value that tells the two apart for " + key);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void states_the_default_that_the_reader_fills_in(List<String> key) throws Exception {
        JsonNode fallback = TEXT.at("/properties/" + String.join("/properties/", key) + "/default");
        var base = (ObjectNode) JSON.readTree("{\"sweep\": \"x\"}");
        if (!fallback.isMissingNode()) {
            var explicit = base.deepCopy();
            ObjectNode section = key.size() == 1 ? explicit : explicit.withObject("/" + key.get(0));
            section.set(key.get(key.size() - 1), fallback);
            assertEquals(List.of(), read(base).differencesTo(read(explicit)), "default of " + key);
        }
    }

    @Test
    void every_key_says_what_it_is() {
        var silent = new TreeSet<String>();
        keys().filter(key -> !key.contains("no_such_key")).forEach(key -> {
            if (TEXT.at("/properties/" + String.join("/properties/", key) + "/description")
                    .asText()
                    .isEmpty()) {
                silent.add(String.join(".", key));
            }
        });
        assertEquals(new TreeSet<>(), silent);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_a_sweep_file_by_schema_and_reader(Path example) throws Exception {
        String text = Files.readString(example);
        assertEquals(List.of(), SCHEMA.validate(text, com.networknt.schema.InputFormat.YAML));
        assertTrue(SweepFile.read(text, example.toString(), CATALOGUE).targets().size() > 0);
        assertTrue(
                text.startsWith("# yaml-language-server: $schema=../docs/sweep.schema.json\n"),
                "editors find the schema");
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.list(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
