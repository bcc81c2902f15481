package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.TrialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A parameter that changed nothing would be searched for in vain, and nobody would notice. */
class SearchedPlanTest {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();
    private static final JsonNode SCHEMA = schema();

    /** Two values of each kind, by the last part of the schema's name for it. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "Rate", List.of("0.1", "0.2"),
            "Share", List.of("0.1", "0.2"),
            "Clip", List.of("1", "2"),
            "Steps", List.of("6", "7"),
            "Batch", List.of("16", "32"),
            "Inner", List.of("2", "3"),
            "Flag", List.of("true", "false"),
            "Optimizer", List.of("adamw", "sgd"),
            "Schedule", List.of("constant", "cosine"),
            "Distance", List.of("euclidean", "cosine"));

    private static JsonNode schema() {
        try (var in = SweepFile.class.getResourceAsStream("sweep.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Searched(String strategy, String parameter, List<String> values) {}

    /** Every parameter of every strategy, as the schema has them. */
    static List<Searched> everyParameter() {
        var all = new ArrayList<Searched>();
        SCHEMA.at("/properties/search/properties").properties().forEach(strategy -> {
            JsonNode space = strategy.getValue().at("/properties/space");
            JsonNode defined =
                    space.has("$ref") ? SCHEMA.at(space.get("$ref").asText().substring(1)) : space;
            defined.get("properties").properties().forEach(parameter -> {
                String kind = parameter.getValue().get("$ref").asText().replace("#/$defs/search", "");
                all.add(new Searched(strategy.getKey(), parameter.getKey(), VALUES.get(kind)));
            });
        });
        return all;
    }

    private static Plan plan(Searched searched) {
        String adaptation = searched.parameter().contains(".")
                ? searched.parameter()
                        .substring(0, searched.parameter().indexOf('.'))
                        .replace('_', '-')
                : "nearest-centroid";
        String text =
                """
                sweep: x
                datasets: [bus, oct]
                targets: oct/disease class
                strategies: %s
                backbones: resnet18
                adaptations: %s
                fine_tune: {optimizer: sgd, steps: 5}
                linear_probe: {optimizer: sgd, steps: 5}
                mm_pt: {optimizer: sgd, start: random}
                mm_maml: {optimizer: sgd, start: random}
                supervised: {optimizer: sgd, start: random}
                search: {%s: {space: {%s: {choice: [%s]}}}}
                """
                        .formatted(
                                searched.strategy(),
                                adaptation,
                                searched.strategy(),
                                searched.parameter(),
                                String.join(", ", searched.values()));
        return Planner.preview(SweepFile.read(text, "x.yaml", CATALOGUE), CATALOGUE);
    }

    private static TrialId scored(Plan plan, Searched searched, int value) {
        var values =
                new TreeMap<>(Map.of(searched.parameter(), searched.values().get(value)));
        Plan next = plan.started(0, new Study.Job(0, values, 1));
        int trial = next.searches().scoreTrial(0, 0);
        assertTrue(next.addedBy(trial).orElseThrow() == 0
                && next.indexOf(next.trials().get(trial).id()).isPresent());
        return next.trials().get(trial).id();
    }

    @ParameterizedTest
    @MethodSource("everyParameter")
    void every_parameter_changes_what_its_candidate_is_judged_by(Searched searched) {
        Plan plan = plan(searched);
        assertEquals(1, plan.searches().size(), searched.toString());
        assertNotEquals(scored(plan, searched, 0), scored(plan, searched, 1), searched.toString());
        assertEquals(scored(plan, searched, 0), scored(plan(searched), searched, 0), "planned again");
    }
}
