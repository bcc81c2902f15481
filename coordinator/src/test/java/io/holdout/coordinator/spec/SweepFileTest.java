package io.holdout.coordinator.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();

    private static SweepFile read(String text) {
        return SweepFile.read(text, "s.yaml", CATALOGUE);
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
            quoteCharacter = '`',
            value = {
                "shots: []            | 2:8: 'shots' holds 0 choices, must be from 1 to 1000",
                "shots: five          | 2:8: 'shots' is 'five', must be an integer from 1 to 1000",
                "shots: [5, 5]        | 2:12: 'shots' names 5 twice",
                "shots: 5.5           | 2:8: 'shots' is '5.5', must be an integer from 1 to 1000",
                "strategies: mm-ptt   | 2:13: 'strategies' is 'mm-ptt', did you mean 'mm-pt'?"
                        + " Allowed: random-init, imagenet, mm-pt, mm-maml, supervised",
                "backbones: [resnet19] | 2:13: 'backbones' is 'resnet19', did you mean 'resnet18'?"
                        + " Allowed: conv4, resnet18, resnet50",
                "backbones: [vit]     | 2:13: 'backbones' is 'vit'. Allowed: conv4, resnet18, resnet50",
                "backbones: [{conv4: {width: 0}}] | 2:29: 'width' is '0', must be an integer from 1 to 1024",
                "source_tasks: some   | 2:15: 'source_tasks' is 'some'. Allowed: all, primary",
                "episodes: 0          | 2:11: 'episodes' is '0', must be an integer from 1 to 100000",
                "episodes: 99999999999 | 2:11: 'episodes' is '99999999999', must be an integer from 1 to 100000",
                "episodes: [10, 20]   | 2:11: 'episodes' is a list, must be an integer from 1 to 100000",
                "seed:                | 2:6: 'seed' is nothing, must be an integer from -2147483648 to 2147483647",
                "mm_pt: {epoch: 3}    | 2:9: unknown key 'epoch', did you mean 'epochs'? Allowed: augment, batch_size,"
                        + " class_weights, clip_norm, epochs, learning_rate, loss_scaling, momentum, optimizer, patience,"
                        + " schedule, start, steps_per_epoch, validation_images, weight_decay",
                "mm_pt: {momentum: 1.5} | 2:19: 'momentum' is '1.5', must be a number from 0 to 1",
                "mm_pt: {optimizer: adams} | 2:20: 'optimizer' is 'adams', did you mean 'adam'? Allowed: adam, adamw, sgd",
                "adaptations: probe   | 2:14: 'adaptations' is 'probe'. Allowed: fine-tune, linear-probe, nearest-centroid",
                "mm_pt: {augment: yes} | 2:18: 'augment' is 'yes', must be true or false",
                "mm_maml: 3           | 2:10: found '3', must be keys and values",
                "mm_maml: {shots: [5, 1]} | 2:18: 'shots' of mm_maml is [5, 1], must be a least and a largest number,"
                        + " as [1, 10]",
                "fine_tune: {learning_rate: 0} | 2:28: 'learning_rate' is '0', must be a number above 0, at most 10",
                "fine_tune: {learning_rate: 1d} | 2:28: 'learning_rate' is '1d', must be a number above 0, at most 10",
                "queries: [           | 3:1: is not YAML: expected the node content, but found '<stream end>'",
                "sweep: y             | 2:1: 'sweep' stands twice",
                "shots: [5, 41]       | 2:8: an episode takes 41 shots and 10 queries of a class, but"
                        + " 'min_samples_per_class' lets in classes of 50 images, must be at least 51",
                "mm_maml: {queries: 31} | 2:20: an episode takes 10 shots and 31 queries of a class, but"
                        + " 'min_samples_per_class' lets in classes of 40 images, must be at least 41"
            })
    void refuses_with_place_what_was_found_and_what_is_allowed(String line, String expected) {
        var error = assertThrows(HoldoutException.class, () -> read("sweep: x\n" + line + "\n"));

        assertEquals("BAD_SWEEP_FILE: s.yaml:" + expected, error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "targets: [buss]      | s.yaml:2:11: 'targets' names 'buss', did you mean 'bus'? Allowed: all, primary,",
                "targets: [bus/malignance] | s.yaml:2:11: 'targets' names 'bus/malignance', did you mean 'bus/malignancy'?",
                "targets: ../bus      | s.yaml:2:10: 'targets' names '../bus'",
                "datasets: [nope]     | s.yaml:2:12: 'datasets' is 'nope'"
            })
    void refuses_names_that_the_catalogue_lacks(String line, String expected) {
        var error = assertThrows(HoldoutException.class, () -> read("sweep: x\n" + line + "\n"));

        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void lists_every_problem_at_once_in_the_order_of_the_file() {
        var error = assertThrows(HoldoutException.class, () -> read("foo: 1\nqueries: x\nshots: []\n"));

        assertEquals(
                List.of(
                        "BAD_SWEEP_FILE: s.yaml:1:1: the key 'sweep', the name of the sweep, is missing",
                        "s.yaml:1:1: unknown key 'foo'",
                        "s.yaml:2:10: 'queries' is 'x', must be an integer from 1 to 1000",
                        "s.yaml:3:8: 'shots' holds 0 choices, must be from 1 to 1000"),
                error.getMessage()
                        .lines()
                        .map(line -> line.replaceAll("(unknown key 'foo').*", "$1"))
                        .toList());
    }

    @Test
    void tells_the_first_twenty_problems_and_how_many_more_there_are() {
        String many = "fine_tune: {steps: [" + "x, ".repeat(29) + "x]}\n";
        var error = assertThrows(HoldoutException.class, () -> read("sweep: x\n" + many));

        assertEquals(21, error.getMessage().lines().count());
        assertTrue(error.getMessage().endsWith("\nand 10 more"), error.getMessage());
    }

    @Test
    void takes_one_choice_without_a_list_and_numbers_in_scientific_notation() {
        assertEquals(read("sweep: x\nshots: [5]\n"), read("sweep: x\nshots: 5\n"));
        assertEquals(
                List.of(0.001),
                read("sweep: x\nmm_pt: {learning_rate: 1e-3}\n").multiTask().learningRates());
    }

    @Test
    void tells_where_another_file_differs() {
        assertEquals(
                List.of("episodes: 10 -> 20"),
                read("sweep: x\nepisodes: 10\n").differencesTo(read("sweep: x\nepisodes: 20\n")));
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
