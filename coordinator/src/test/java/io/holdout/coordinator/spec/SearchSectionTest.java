package io.holdout.coordinator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.search.Choice;
import io.holdout.coordinator.search.Parameter;
import io.holdout.coordinator.search.Real;
import io.holdout.coordinator.search.Search.Algorithm;
import io.holdout.coordinator.search.Whole;
import io.holdout.coordinator.search.stopping.Asha;
import io.holdout.coordinator.search.stopping.MedianRule;
import io.holdout.coordinator.search.stopping.NoStopping;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSectionTest {
    private static SweepFile read(String text) {
        return SweepFile.read(text, "s.yaml", MedimetaCatalogue.load());
    }

    private static String errors(String text) {
        return assertThrows(HoldoutException.class, () -> read(text)).getMessage();
    }

    @Test
    void reads_spaces_with_conditions_samplers_and_stopping() {
        SearchChoice read =
                read("""
                        sweep: s
                        mm_pt: {epochs: 27}
                        search:
                          mm-pt:
                            sampler: random
                            trials: 40
                            parallel: 3
                            space:
                              optimizer: {choice: [adam, sgd]}
                              momentum: {uniform: [0.5, 0.99], when: {optimizer: sgd}}
                              learning_rate: {loguniform: [1e-5, 0.1]}
                              batch_size: {int: [16, 64], step: 16}
                              fine_tune.steps: {int: [1, 200], log: true}
                            stopping: {rule: asha, first: 3, reduction: 3}
                            validation: {episodes: 7, queries: 4}
                        """)
                        .search(Strategy.MM_PT)
                        .orElseThrow();

        assertEquals(Algorithm.RANDOM, read.search().algorithm());
        assertEquals(new Asha(3, 27, 3), read.search().stopping());
        assertEquals(
                List.of(
                        Parameter.of("optimizer", new Choice(List.of("adam", "sgd"))),
                        Parameter.when("optimizer", "sgd", "momentum", new Real(0.5, 0.99, false)),
                        Parameter.of("learning_rate", new Real(1e-5, 0.1, true)),
                        Parameter.of("batch_size", new Whole(16, 64, 16, false)),
                        Parameter.of("fine_tune.steps", new Whole(1, 200, 1, true))),
                read.search().space().parameters());
        assertEquals(
                List.of(40, 3, 7, 4),
                List.of(
                        read.search().candidates(),
                        read.search().parallel(),
                        read.validationEpisodes(),
                        read.validationQueries()));
    }

    @Test
    void has_optunas_defaults_and_stops_nobody_unless_told_to() {
        SearchChoice read = read("sweep: s\nsearch: {supervised: {space: {learning_rate: {choice: [0.1]}}}}\n")
                .search(Strategy.SUPERVISED)
                .orElseThrow();

        assertEquals(Algorithm.TPE, read.search().algorithm());
        assertEquals(false, read.search().multivariate());
        assertEquals(new NoStopping(200), read.search().stopping());
        assertTrue(read("sweep: s\n").search(Strategy.SUPERVISED).isEmpty());
    }

    @Test
    void the_marks_of_the_median_rule_are_its_own() {
        String median = "stopping: {rule: median, first: 4, interval: 2, start_up: 6}";
        assertEquals(
                new MedianRule(6, 4, 2, 100),
                read("sweep: s\nsearch: {mm-maml: {space: {inner_steps: {int: [1, 8]}}, " + median + "}}\n")
                        .search(Strategy.MM_MAML)
                        .orElseThrow()
                        .search()
                        .stopping());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{learning_rat: {choice: [0.1]}} | 'learning_rat' cannot be searched for here, did you mean"
                        + " 'learning_rate'?",
                "{epochs: {int: [1, 2]}} | 'epochs' cannot be searched for here",
                "{learning_rate: {}} | 'learning_rate' has no domain, must have one of choice, uniform, loguniform,"
                        + " int",
                "{learning_rate: {choice: [0.1], uniform: [0, 1]}} | 'learning_rate' has choice and uniform, must have"
                        + " one of",
                "{learning_rate: {choice: [0.1, 11]}} | 'learning_rate' is '11', must be of numbers from above 0 to 10",
                "{learning_rate: {loguniform: [0, 1]}} | 'learning_rate' is '0', must be of numbers from above 0 to 10",
                "{learning_rate: {uniform: [0.5, 0.1]}} | 'uniform' is [0.5, 0.1], must be [lowest, highest],"
                        + " ascending",
                "{weight_decay: {loguniform: [0, 1]}} | 'loguniform' is [0.0, 1.0], must be [lowest, highest],"
                        + " ascending and above 0",
                "{learning_rate: {int: [1, 2]}} | 'int' suits integers; 'learning_rate' takes numbers from above 0 to"
                        + " 10",
                "{batch_size: {uniform: [1, 2]}} | 'uniform' suits numbers; 'batch_size' takes integers from 1 to"
                        + " 65536",
                "{batch_size: {int: [0, 2]}} | 'batch_size' is '0', must be an integer from 1 to 65536",
                "{optimizer: {choice: [adam, rmsprop]}} | 'optimizer' is 'rmsprop', must be of adam, adamw, sgd",
                "{augment: {choice: [yes]}} | 'augment' is 'yes', must be of true, false",
                "{momentum: {uniform: [0, 1], when: {optimizer: sgd}}} | 'when' of 'momentum' is a group of keys, must"
                        + " be one earlier",
                "{optimizer: {choice: [adam]}, momentum: {uniform: [0, 1], when: {optimizer: sgd}}} | 'when' asks for"
                        + " 'optimizer' to be 'sgd' Allowed: adam",
                "{} | the 'space' of the search for mm-pt holds no parameter",
            })
    void says_where_and_what_is_wrong_and_what_may_stand_there(String space, String message) {
        String found = errors("sweep: s\nsearch:\n  mm-pt:\n    space: " + space + "\n");
        assertTrue(found.contains(message), found);
        assertTrue(found.matches("(?s)BAD_SWEEP_FILE: s\\.yaml:[34]:\\d+: .*"), found);
    }

    @Test
    void refuses_a_list_of_what_is_searched_for() {
        String found = errors(
                """
                sweep: s
                fine_tune: {learning_rate: [0.1, 0.01]}
                search: {mm-pt: {space: {fine_tune.learning_rate: {uniform: [0.001, 0.1]}}}}
                """);
        assertTrue(found.contains("s.yaml:2:28: 'fine_tune.learning_rate' is a list of 2"), found);
    }

    @Test
    void refuses_marks_that_too_few_trials_reach_and_marks_of_what_does_not_train() {
        String asha = "{rule: asha, reduction: 3}, space: {learning_rate: {choice: [0.1]}}, trials: 8";
        assertTrue(errors("sweep: s\nmm_pt: {epochs: 9}\nsearch: {mm-pt: {stopping: " + asha + "}}\n")
                .contains(
                        "'asha' with these marks takes 9 trials so that one surely trains to its end, 'trials' is 8"));
        String adapted = "{rule: asha}, space: {fine_tune.steps: {choice: [5]}}";
        assertTrue(errors("sweep: s\nsearch: {imagenet: {stopping: " + adapted + "}}\n")
                .contains("'stopping' makes no sense for imagenet"));
        String late = "{rule: median, first: 10}, space: {learning_rate: {choice: [0.1]}}";
        assertTrue(errors("sweep: s\nmm_pt: {epochs: 9}\nsearch: {mm-pt: {stopping: " + late + "}}\n")
                .contains("the first mark, after 10 epochs, lies behind the end, after 9"));
    }
}
