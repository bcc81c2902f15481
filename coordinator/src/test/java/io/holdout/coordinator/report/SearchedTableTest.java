package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.SearchMove;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A table whose hyper-parameters were searched for. */
class SearchedTableTest {
    private static final String SEARCH =
            """
            strategies: random-init
            episodes: 4
            search:
              random-init:
                sampler: grid
                oracle: %s
                space: {fine_tune.learning_rate: {choice: [0.001, 0.01, 0.1]}, fine_tune.steps: {choice: [20]}}
            """;

    private static double rate(AdaptMethod method) {
        return ((AdaptMethod.FineTune) method).optimizer().learningRate();
    }

    /** On source validation the highest rate is best, as far as any is. */
    private static OptionalDouble score(TrialSpec spec, boolean isAny) {
        return isAny ? OptionalDouble.of(0.5 + rate(((ValidateSpec) spec).method())) : OptionalDouble.empty();
    }

    /** On targets the lowest is. */
    private static Outcome outcome(PlannedTrial trial) {
        return trial.spec() instanceof AdaptSpec adapt
                ? Sweeps.done(adapt, episode -> 0.8 - rate(adapt.method()))
                : new Outcome.NotRun();
    }

    private static IntFunction<Outcome> outcomes(Plan plan) {
        return index -> outcome(plan.trials().get(index));
    }

    /** As far as searches go, each result as soon as it is asked for; at most so many steps. */
    private static Plan searched(Plan from, boolean isAny, int steps) {
        Plan plan = from;
        for (int i = 0; i < steps; i++) {
            Optional<SearchMove> move = plan.searches().next();
            if (move.isEmpty()) {
                return plan;
            }
            if (move.get() instanceof SearchMove.Start start) {
                plan = plan.started(start.search(), start.job());
                int trial =
                        plan.searches().scoreTrial(start.search(), start.job().candidate());
                plan = plan.judged(trial, score(plan.trials().get(trial).spec(), isAny));
            } else {
                plan = plan.ended(move.get().search());
            }
        }
        return plan;
    }

    @Test
    void cells_have_the_numbers_of_what_was_chosen_and_the_choices_say_what_that_was() {
        Plan plan = searched(Sweeps.small(SEARCH.formatted("false")), true, 100);
        Table table = Table.of(plan, outcomes(plan));

        assertTrue(table.isComplete());
        assertEquals(0.7, ((Cell.Done) table.cell(0, 0)).mean(), 1e-12, "measured at the steps that were chosen");
        assertEquals(
                List.of(
                        "random-init conv4, searched on bus/case category, bus/malignancy: fine_tune.learning_rate 0.1,"
                                + " fine_tune.steps 20 (candidate 3 of 3, validation AUROC 0.6000)",
                        "random-init conv4, searched on oct/disease class: fine_tune.learning_rate 0.1,"
                                + " fine_tune.steps 20 (candidate 3 of 3, validation AUROC 0.6000)"),
                Choices.of(plan).stream().map(ChosenValues::toString).toList());
        assertEquals(
                """
                strategy,backbone,variant,dataset,task,parameter,value,candidate,candidates,validation_auroc,epochs
                random-init,conv4,searched,bus,case category,fine_tune.learning_rate,0.1,3,3,0.600000,0
                random-init,conv4,searched,bus,case category,fine_tune.steps,20,3,3,0.600000,0
                """,
                Choices.csv(plan).lines().limit(3).map(line -> line + "\n").collect(Collectors.joining()));
    }

    @Test
    void exports_say_which_choice_each_cell_used_and_how_good_it_was_on_validation_data() throws Exception {
        Plan plan = searched(Sweeps.small(SEARCH.formatted("false")), true, 100);
        Table table = Table.of(plan, outcomes(plan));

        List<String> csv = TableText.csv(table).lines().toList();
        assertTrue(csv.get(0).endsWith(",table,choice,choice_validation_auroc"), csv.get(0));
        for (String line : csv.subList(1, csv.size())) {
            assertTrue(line.endsWith(",complete,\"fine_tune.learning_rate 0.1, fine_tune.steps 20\",0.600000"), line);
        }
        var json = new ObjectMapper().readTree(TableText.json(table));
        assertEquals(
                "{\"row\":\"random-init conv4, searched\",\"targets\":[\"bus/case category\",\"bus/malignancy\"],"
                        + "\"chosen\":true,\"parameters\":{\"fine_tune.learning_rate\":\"0.1\","
                        + "\"fine_tune.steps\":\"20\"},\"candidate\":3,\"candidates\":3,"
                        + "\"validation_auroc\":0.6,\"epochs\":0}",
                json.at("/choices/0").toString());
        assertEquals(List.of(), TableSchemaTest.schema().validate(json));
        Plan begun = searched(Sweeps.small(SEARCH.formatted("false")), true, 1);
        var early = new ObjectMapper().readTree(TableText.json(Table.of(begun, outcomes(begun))));
        assertEquals(List.of(), TableSchemaTest.schema().validate(early));
        assertEquals("[1,false]", "[" + early.at("/choices/0/candidates") + "," + early.at("/choices/0/chosen") + "]");
    }

    @Test
    void a_table_without_searches_has_no_columns_for_choices() {
        Plan plan = Sweeps.small("strategies: random-init\nepisodes: 4\n");

        assertTrue(TableText.csv(Table.of(plan, outcomes(plan)))
                .lines()
                .findFirst()
                .orElseThrow()
                .endsWith(",table"));
    }

    @Test
    void cells_wait_for_their_search_and_fail_with_it() {
        Plan plan = Sweeps.small(SEARCH.formatted("false"));

        assertEquals("NOT RUN", Table.of(plan, outcomes(plan)).cell(0, 0).status());
        Plan begun = searched(plan, true, 1);
        assertEquals("NOT RUN", Table.of(begun, outcomes(begun)).cell(0, 0).status());
        assertTrue(Choices.of(begun).get(0).words().endsWith("not chosen yet, 1 candidates so far"));
        Plan vain = searched(plan, false, 100);
        Cell cell = Table.of(vain, outcomes(vain)).cell(0, 0);
        assertEquals("FAILED", cell.status());
        assertTrue(cell.reason().contains("none of the 3 candidates of its search has a score"), cell.reason());
        assertTrue(Choices.of(vain).get(0).words().endsWith("none of 3 candidates has a score"));
    }

    @Test
    void the_oracle_is_an_upper_bound_that_says_so_and_never_in_the_table() {
        Plan plain = searched(Sweeps.small(SEARCH.formatted("false")), true, 100);
        Plan plan = searched(Sweeps.small(SEARCH.formatted("true")), true, 100);
        Oracle oracle = Oracle.of(plan, outcomes(plan));

        assertEquals(TableText.csv(Table.of(plain, outcomes(plain))), TableText.csv(Table.of(plan, outcomes(plan))));
        assertEquals(3, oracle.lines().size());
        for (Oracle.Line line : oracle.lines()) {
            assertEquals("random-init conv4, 5-shot", line.group());
            assertEquals(3, line.candidates());
            assertEquals(0.799, line.best(), 1e-12);
            assertEquals(0.7, line.chosen().orElseThrow(), 1e-12);
        }
        assertTrue(oracle.text()
                .startsWith("ORACLE: the best on each target's own query sets, an upper bound and no result\n"));
        assertTrue(
                oracle.text().contains("bus/malignancy: 79.9, best of 3; chosen on validation data 70.0\n"),
                oracle.text());
        assertTrue(
                oracle.csv().contains("\"random-init conv4, 5-shot\",bus,malignancy,3,0.799000,0.700000\n"),
                oracle.csv());
    }

    @Test
    void the_rows_of_a_grid_are_candidates_of_an_oracle_too() {
        Plan plan = Sweeps.small(
                "strategies: random-init\nepisodes: 4\nfine_tune: {learning_rate: [0.1, 0.2], steps: 20}\n");
        Oracle oracle = Oracle.of(plan, outcomes(plan));

        assertEquals(0.7, oracle.lines().get(0).best(), 1e-12);
        assertEquals(2, oracle.lines().get(0).candidates());
        assertFalse(oracle.lines().get(0).chosen().isPresent());
    }
}
