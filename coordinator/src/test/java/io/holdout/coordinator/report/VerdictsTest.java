package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.Strategy;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    /** Twenty numbers that wander around a centre. */
    private static double[] around(double centre, int seed) {
        return new SplittableRandom(seed)
                .doubles(20, centre - 0.05, centre + 0.05)
                .toArray();
    }

    private static Table table(MadeResults made, Metric metric, Marking marking) {
        return Table.of(made.results(), new TableChoice(View.ALL, metric, Arrangement.PLAIN, marking));
    }

    private static MadeResults three() {
        return new MadeResults(1)
                .line(Strategy.RANDOM_INIT, "", column -> around(0.60, 1))
                .line(Strategy.MM_PT, "", column -> around(0.80, 2))
                .line(Strategy.MM_MAML, "", column -> around(0.798, 3))
                .line(Strategy.SUPERVISED, "", column -> new double[] {0.99});
    }

    @Test
    void what_is_not_significantly_worse_than_the_best_is_marked_with_it() {
        Standings standings = table(three(), Metric.AUROC, Marking.NOT_WORSE).standings();
        assertFalse(standings.marks(0, 0), "far below");
        assertTrue(
                standings.marks(1, 0) && standings.marks(2, 0),
                standings.verdicts().toString());
        assertFalse(standings.marks(3, 0), "a reference");
        assertTrue(standings.verdict(0, 0).p().getAsDouble() < 0.001);
        assertEquals(1, standings.best().get(0).size());
    }

    @Test
    void the_best_alone_is_marked_where_that_is_wanted() {
        Standings standings = table(three(), Metric.AUROC, Marking.BEST).standings();
        assertEquals(
                1, IntStream.range(0, 4).filter(row -> standings.marks(row, 0)).count());
        assertEquals("best few-shot row", Captions.marking(standings));
    }

    @Test
    void the_least_loss_is_the_best() {
        Table table = table(three(), Metric.LOSS, Marking.BEST);
        Table auroc = table(three(), Metric.AUROC, Marking.BEST);
        assertEquals(auroc.standings().best(), table.standings().best());
        assertEquals(auroc.standings().ranks(), table.standings().ranks());
        assertTrue(TableText.terminal(table).contains("loss, mean over episodes"));
    }

    @Test
    void too_few_shared_episodes_say_nothing_so_only_the_best_is_marked() {
        var made = new MadeResults(1)
                .line(Strategy.RANDOM_INIT, "", column -> new double[] {0.5, 0.6, 0.7, 0.8, 0.9})
                .line(Strategy.MM_PT, "", column -> new double[] {0.5, 0.6, 0.7, 0.8, 0.91});
        Standings standings = table(made, Metric.AUROC, Marking.NOT_WORSE).standings();
        assertFalse(standings.marks(0, 0));
        assertTrue(standings.marks(1, 0));
        assertTrue(Captions.marking(standings).contains("fewer than 6"));
    }

    @Test
    void episodes_that_were_drawn_differently_are_not_paired() {
        Sample here = sample("a", 0.5, 0.6);
        assertEquals(2, Sample.shared(here, sample("a", 0.7, 0.8), Metric.AUROC)[0].length);
        assertEquals(1, Sample.shared(here, sample("a", 0.7, Double.NaN), Metric.AUROC)[0].length);
        assertEquals(0, Sample.shared(here, sample("b", 0.7, 0.8), Metric.AUROC)[0].length);
        Sample split = Sample.ofTestSplit(0.5, 0.5, 0.5);
        assertEquals(0, Sample.shared(split, split, Metric.AUROC)[0].length);
    }

    private static Sample sample(String draw, double... auroc) {
        var numbers = java.util.Arrays.stream(auroc).boxed().toList();
        return new Sample(draw, IntStream.range(0, auroc.length).boxed().toList(), numbers, numbers, numbers);
    }

    @Test
    void rows_with_the_same_numbers_are_all_the_best() {
        var made = new MadeResults(1)
                .line(Strategy.RANDOM_INIT, "", column -> around(0.6, 1))
                .line(Strategy.MM_PT, "", column -> around(0.6, 1));
        Standings standings = table(made, Metric.AUROC, Marking.NOT_WORSE).standings();
        assertTrue(standings.verdict(0, 0).best() && standings.verdict(1, 0).best());
        assertEquals(OptionalDouble.of(1), standings.verdict(1, 0).p());
    }

    @Property(tries = 30)
    void the_best_is_always_marked_and_more_rows_never_mark_fewer(@ForAll @IntRange(min = 0, max = 999) int seed) {
        var made = new MadeResults(2);
        for (int row = 0; row < 5; row++) {
            int at = row;
            made.line(Strategy.MM_PT, "v" + row, column -> around(0.6 + 0.01 * at, 31 * seed + 7 * at + column));
        }
        Standings not = table(made, Metric.AUROC, Marking.NOT_WORSE).standings();
        Standings best = table(made, Metric.AUROC, Marking.BEST).standings();
        for (int column = 0; column < 2; column++) {
            for (int row = 0; row < 5; row++) {
                assertTrue(not.marks(row, column) || !best.marks(row, column));
            }
        }
    }

    @Test
    void rivals_are_compared_over_tasks_and_duel_task_by_task() {
        var made = new MadeResults(8)
                .line(Strategy.RANDOM_INIT, "", column -> around(0.60, column))
                .line(Strategy.MM_PT, "", column -> around(0.80, 100 + column))
                .line(Strategy.MM_MAML, "", column -> around(0.70, 200 + column));
        Table table = table(made, Metric.LOSS, Marking.NOT_WORSE);
        Rivalry rivalry = Rivalry.of(table, table.standings()).orElseThrow();
        assertEquals(new Rivalry.Duel(0, 8, 8), rivalry.duels().get(0), "random-init against mm-pt");
        assertEquals(8, rivalry.tasks().pairs().get(0).losses());
        assertEquals(
                java.util.List.of(3.0, 1.0, 2.0),
                rivalry.tasks().friedman().orElseThrow().meanRanks());
    }
}
