package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static double[] numbers(int seed, int column) {
        return new SplittableRandom(1000L * seed + column).doubles(10, 0.5, 1).toArray();
    }

    private static MadeResults twelve() {
        return new MadeResults(12)
                .line(Strategy.RANDOM_INIT, "conv4", "", column -> numbers(1, column))
                .line(Strategy.RANDOM_INIT, "resnet18", "", column -> numbers(2, column))
                .line(Strategy.MM_PT, "conv4", "", column -> numbers(3, column))
                .line(Strategy.MM_PT, "resnet18", "", column -> numbers(4, column));
    }

    private static Table table(Results results, View view, Arrangement arrangement) {
        return Table.of(results, new TableChoice(view, Metric.AUROC, arrangement, Marking.BEST));
    }

    @Test
    void groups_are_named_with_what_they_hold() {
        assertEquals(
                List.of("domain 0/6 tasks of 3 datasets", "domain 1/6 tasks of 3 datasets"),
                table(twelve().results(), View.BY_DOMAIN, Arrangement.PLAIN).columns().stream()
                        .map(Heading::title)
                        .toList());
        assertEquals(
                List.of("binary", "multi-class", "multi-label", "ordinal"),
                table(twelve().results(), View.BY_TARGET, Arrangement.PLAIN).columns().stream()
                        .map(Heading::group)
                        .toList());
        assertEquals(
                "d00/2 tasks",
                table(twelve().results(), View.BY_DATASET, Arrangement.PLAIN)
                        .columns()
                        .get(0)
                        .title());
        assertEquals(
                6,
                table(twelve().results(), View.PRIMARY, Arrangement.PLAIN)
                        .columns()
                        .size());
    }

    @Property(tries = 20)
    void the_mean_of_a_group_is_that_of_its_tasks_with_the_interval_of_independent_draws(
            @ForAll @IntRange(min = 0, max = 9999) int seed) {
        var made = new MadeResults(2).line(Strategy.MM_PT, "", column -> numbers(seed, column));
        var all = table(made.results(), View.ALL, Arrangement.PLAIN);
        var group = (Cell.Done)
                table(made.results(), View.BY_DATASET, Arrangement.PLAIN).cell(0, 0);
        double first = ((Cell.Done) all.cell(0, 0)).mean();
        double second = ((Cell.Done) all.cell(0, 1)).mean();
        assertEquals((first + second) / 2, group.mean(), 1e-12);
        assertEquals(10, group.episodes());
        assertTrue(group.interval().getAsDouble() > 0);
    }

    @Test
    void a_group_lacks_its_number_where_a_task_does() {
        var made = new MadeResults(2)
                .line(Strategy.MM_PT, "", column -> column == 0 ? numbers(1, 0) : new double[] {Double.NaN})
                .line(Strategy.SUPERVISED, "", column -> new double[] {0.5 + 0.1 * column});
        Table table = table(made.results(), View.BY_DATASET, Arrangement.PLAIN);
        assertEquals(new Cell.NotRun(1, 2), table.cell(0, 0));
        assertEquals(0.55, ((Cell.Done) table.cell(1, 0)).mean(), 1e-12);
    }

    @Test
    void lines_of_one_backbone_stand_together() {
        assertEquals(
                List.of("random-init conv4", "mm-pt conv4", "random-init resnet18", "mm-pt resnet18"),
                table(twelve().results(), View.ALL, Arrangement.BY_BACKBONE).rows().stream()
                        .map(Line::title)
                        .toList());
    }

    @Test
    void backbones_may_be_columns() {
        Table plain = table(twelve().results(), View.ALL, Arrangement.PLAIN);
        Table across = table(twelve().results(), View.ALL, Arrangement.BACKBONES_ACROSS);
        assertEquals(
                List.of("random-init", "mm-pt"),
                across.rows().stream().map(Line::title).toList());
        assertEquals(24, across.columns().size());
        assertEquals("resnet18/d00/task_0", across.columns().get(12).title());
        assertEquals(plain.cell(3, 5), across.cell(1, 17));
    }

    @Test
    void what_a_backbone_lacks_is_named_as_not_planned() {
        var made = new MadeResults(1)
                .line(Strategy.RANDOM_INIT, "conv4", "", column -> numbers(1, 0))
                .line(Strategy.MM_PT, "resnet18", "", column -> numbers(2, 0));
        Table across = table(made.results(), View.ALL, Arrangement.BACKBONES_ACROSS);
        assertEquals("not part of the sweep", across.cell(0, 1).reason());
    }

    @Test
    void several_sweeps_become_one_table() {
        Results first =
                new MadeResults(2).line(Strategy.MM_PT, "", c -> numbers(1, c)).results("first");
        Results second =
                new MadeResults(3).line(Strategy.MM_PT, "", c -> numbers(2, c)).results("second");
        Results merged = Merge.of(List.of(first, second));
        assertEquals("first+second", merged.name());
        assertEquals(
                List.of("first: mm-pt conv4", "second: mm-pt conv4"),
                merged.lines().stream().map(Line::title).toList());
        assertEquals(3, merged.columns().size());
        assertEquals(Cell.NotRun.UNPLANNED, merged.evidence(0, 2));
        assertEquals(second.evidence(0, 1), merged.evidence(1, 1));
        Results other = new MadeResults(2)
                .line(Strategy.MM_MAML, "", c -> numbers(1, c))
                .results("other");
        assertEquals(
                List.of("mm-pt conv4", "mm-maml conv4"),
                Merge.of(List.of(first, other)).lines().stream()
                        .map(Line::title)
                        .toList());
    }

    @Property(tries = 20)
    void a_results_file_gives_back_what_was_written(@ForAll @IntRange(min = 0, max = 9999) int seed) {
        Results results = new MadeResults(4)
                .line(Strategy.MM_PT, "lr 0.1, 50 steps", c -> c == 3 ? new double[] {Double.NaN} : numbers(seed, c))
                .line(Strategy.SUPERVISED, "", c -> new double[] {1.0 / (seed + 3)})
                .line(Strategy.IMAGENET, "", c -> new double[] {0.5, Double.NaN, 0.7})
                .results();
        String text = ResultsFile.write(results);
        assertEquals(results, ResultsFile.read(text, "file"));
        assertEquals(text, ResultsFile.write(ResultsFile.read(text, "file")));
    }

    @Test
    void what_is_no_results_file_is_refused_by_name() {
        for (String text :
                List.of("", "{}", "[]", "{\"format\":\"holdout-results/9\"}", "{\"format\":\"holdout-results/1\"}")) {
            var refused = assertThrows(HoldoutException.class, () -> ResultsFile.read(text, "x.json"), text);
            assertEquals("BAD_RESULTS_FILE", refused.failure().code());
            assertTrue(refused.getMessage().contains("x.json"), refused.getMessage());
        }
    }
}
