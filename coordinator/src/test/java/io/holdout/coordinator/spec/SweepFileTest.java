package io.holdout.coordinator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
    private static SweepFile read(String text) {
        return SweepFile.read(text, "s.yaml", MedimetaCatalogue.load());
    }

    @Test
    void fills_in_the_defaults_of_the_paper() {
        SweepFile file = read("sweep: paper\n");

        assertEquals(54, file.targets().size());
        assertEquals(List.of(5), file.shots());
        assertEquals(100, file.episodes());
        assertEquals(10, file.queries());
        assertEquals(50, file.minSamplesPerClass());
        assertEquals(List.of(0.001), file.fineTune().learningRates());
        assertEquals(List.of(50), file.fineTune().steps());
        assertEquals(List.of(Strategy.IMAGENET, Strategy.MM_PT, Strategy.MM_MAML), file.strategies());
        assertEquals(
                List.of("resnet18", "resnet50"),
                file.backbones().stream().map(b -> b.name()).toList());
        assertEquals(224, file.backbones().get(0).imageSize());
        assertEquals(4, file.maml().innerSteps());
        assertEquals(1000, file.maml().episodesPerTask());
        assertTrue(file.maml().secondOrder());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shots: []            | s.yaml:2:8: 'shots' holds 0 choices, must be from 1 to 1000",
                "shots: five          | s.yaml:2:8: 'shots' is 'five', must be an integer from 1 to 1000",
                "shots: [5, 5]        | s.yaml:2:12: 'shots' names 5 twice",
                "targets: [buss]      | s.yaml:2:11: 'targets' names 'buss', did you mean 'bus'?",
                "targets: [bus/malignance] | did you mean 'bus/malignancy'?",
                "datasets: [nope]     | s.yaml:2:12: 'datasets' is 'nope'",
                "backbones: [resnet19] | did you mean 'resnet18'?",
                "episodes: 0          | 'episodes' is '0', must be an integer from 1 to 100000",
                "mm_pt: {epoch: 3}    | s.yaml:2:9: unknown key 'epoch', did you mean 'epochs'?",
                "mm_maml: 3           | s.yaml:2:10: found '3', must be keys and values",
                "mm_maml: {shots: [5, 1]} | must be a least and a largest number",
                "fine_tune: {learning_rate: 0} | must be a number above 0, at most 10",
                "queries: [           | is not YAML",
                "sweep: y             | s.yaml:2:1: 'sweep' stands twice"
            })
    void refuses_with_line_what_was_found_and_what_is_allowed(String line, String expected) {
        String text = "sweep: x\n" + line + "\n";

        var error = assertThrows(HoldoutException.class, () -> read(text));

        assertEquals("BAD_SWEEP_FILE", error.failure().code());
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void lists_every_problem_at_once() {
        var error = assertThrows(HoldoutException.class, () -> read("shots: []\nqueries: x\nfoo: 1\n"));

        assertTrue(
                error.getMessage().contains("the key 'sweep', the name of the sweep, is missing"), error.getMessage());
        assertTrue(error.getMessage().contains(":1:8:"), error.getMessage());
        assertTrue(error.getMessage().contains(":2:10:"), error.getMessage());
        assertTrue(error.getMessage().contains(":3:1:"), error.getMessage());
    }

    @Test
    void refuses_a_bomb_of_aliases() {
        var bomb = new StringBuilder("sweep: x\na0: &a0 [1]\n");
        for (int i = 1; i < 15; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a");
            bomb.append(i - 1).append("]\n");
        }
        assertThrows(HoldoutException.class, () -> read(bomb.toString()));
    }
}
