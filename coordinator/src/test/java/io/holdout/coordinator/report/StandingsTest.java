package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.coordinator.spec.Strategy;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final double NONE = Double.NaN;

    /** A table of numbers, each of one episode; NaN is a cell that has not run. */
    private static Table table(List<Strategy> strategies, double[]... numbers) {
        var made = new MadeResults(numbers[0].length);
        for (int i = 0; i < numbers.length; i++) {
            double[] row = numbers[i];
            made.line(strategies.get(i), "v" + i, column -> new double[] {row[column]});
        }
        return Table.of(made.results(), TableChoice.USUAL);
    }

    private static List<Strategy> fewShot(int rows) {
        return java.util.Collections.nCopies(rows, Strategy.MM_PT);
    }

    @Test
    void equal_numbers_share_the_mean_of_their_ranks() {
        Table table = table(fewShot(3), new double[] {0.7, 0.5}, new double[] {0.7, 0.6}, new double[] {0.6, 0.9});
        assertEquals(
                List.of(OptionalDouble.of((1.5 + 3) / 2), OptionalDouble.of((1.5 + 2) / 2), OptionalDouble.of(2)),
                table.standings().ranks());
        assertEquals(List.of(List.of(0, 1), List.of(2)), table.standings().best());
    }

    @Test
    void compares_only_on_tasks_that_every_started_row_has() {
        Table table = table(
                fewShot(3), new double[] {0.9, 0.5, 0.4}, new double[] {NONE, 0.6, 0.6}, new double[] {NONE, NONE, NONE
                });
        Standings standings = table.standings();
        assertEquals(List.of(1, 2), standings.compared());
        assertEquals(0.45, standings.averages().get(0).getAsDouble(), 1e-12);
        assertEquals(OptionalDouble.of(1), standings.ranks().get(1));
        assertEquals(OptionalDouble.empty(), standings.averages().get(2));
    }

    @Test
    void nothing_is_compared_before_anything_is_done() {
        Standings standings =
                table(fewShot(2), new double[] {NONE}, new double[] {NONE}).standings();
        assertEquals(List.of(), standings.compared());
        assertEquals(List.of(OptionalDouble.empty(), OptionalDouble.empty()), standings.ranks());
    }

    @Test
    void a_supervised_row_is_averaged_but_neither_ranked_nor_best() {
        Table table = table(
                List.of(Strategy.RANDOM_INIT, Strategy.MM_PT, Strategy.SUPERVISED),
                new double[] {0.6},
                new double[] {0.7},
                new double[] {0.99});
        Standings standings = table.standings();
        assertEquals(List.of(List.of(1)), standings.best());
        assertEquals(OptionalDouble.empty(), standings.ranks().get(2));
        assertEquals(OptionalDouble.of(0.99), standings.averages().get(2));
    }

    @Test
    void a_single_few_shot_row_is_not_called_best() {
        Table table = table(List.of(Strategy.MM_PT, Strategy.SUPERVISED), new double[] {0.7}, new double[] {0.9});
        assertEquals(List.of(List.of()), table.standings().best());
    }

    @Property(tries = 100)
    void ranks_of_a_complete_table_add_up_whatever_the_ties(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 0, max = 3) Integer> column) {
        double[][] numbers = column.stream().map(n -> new double[] {n / 4.0}).toArray(double[][]::new);
        double sum = table(fewShot(column.size()), numbers).standings().ranks().stream()
                .mapToDouble(OptionalDouble::getAsDouble)
                .sum();
        assertEquals(column.size() * (column.size() + 1) / 2.0, sum, 1e-9);
    }
}
