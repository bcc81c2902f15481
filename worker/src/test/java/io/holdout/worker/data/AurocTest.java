package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AurocTest {
    @Test
    void counts_the_pairs_that_the_positive_wins() {
        assertEquals(0.75, Auroc.of(new double[] {.1, .4, .35, .8}, new boolean[] {false, false, true, true}));
    }

    @Test
    void counts_a_tie_as_half_a_win() {
        assertEquals(0.75, Auroc.of(new double[] {.5, .5, .5, .9}, new boolean[] {false, true, false, true}));
        assertEquals(0.875, Auroc.of(new double[] {.5, .5, .2, .9}, new boolean[] {false, true, false, true}));
    }

    @Test
    void is_a_half_when_all_scores_are_equal() {
        assertEquals(0.5, Auroc.of(new double[] {3, 3, 3}, new boolean[] {true, false, false}));
    }

    @Test
    void takes_both_zeros_for_equal() {
        assertEquals(0.5, Auroc.of(new double[] {0.0, -0.0}, new boolean[] {true, false}));
    }

    @Test
    void is_one_for_a_perfect_order_and_zero_for_its_reverse() {
        boolean[] positive = {false, true, true};
        assertEquals(1.0, Auroc.of(new double[] {-1, 0, 5}, positive));
        assertEquals(0.0, Auroc.of(new double[] {9, 0, 5}, positive));
    }

    @Test
    void is_undefined_without_positives_or_without_negatives() {
        assertTrue(Double.isNaN(Auroc.of(new double[] {1, 2}, new boolean[] {true, true})));
        assertTrue(Double.isNaN(Auroc.of(new double[] {1, 2}, new boolean[] {false, false})));
        assertTrue(Double.isNaN(Auroc.of(new double[0], new boolean[0])));
    }

    @Test
    void a_million_scores_take_no_quadratic_time_and_overflow_nothing() {
        var random = new SplittableRandom(1);
        double[] scores = random.doubles(1_000_000).toArray();
        boolean[] positive = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            positive[i] = scores[i] + random.nextDouble() > 1;
        }
        // P(x > y) for this pair of triangular densities is 5/6.
        double area = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Auroc.of(scores, positive));
        assertEquals(5.0 / 6, area, 0.005);
    }

    /** Each number is one sample: its half is the score, so that ties are common, and odd ones are positive. */
    @Property(tries = 200)
    void agrees_with_the_definition_pair_by_pair(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> samples) {
        double wins = 0;
        int pairs = 0;
        for (int p : samples) {
            for (int n : samples) {
                if (p % 2 == 1 && n % 2 == 0) {
                    pairs++;
                    wins += p / 2 > n / 2 ? 1 : p / 2 == n / 2 ? 0.5 : 0;
                }
            }
        }
        assertEquals(pairs == 0 ? Double.NaN : wins / pairs, Auroc.of(scores(samples), positive(samples)), 1e-12);
    }

    @Property(tries = 100)
    void does_not_change_under_a_monotone_transform(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> samples) {
        double[] transformed = Arrays.stream(scores(samples))
                .map(s -> StrictMath.exp(3 * s) - 7)
                .toArray();
        assertEquals(Auroc.of(scores(samples), positive(samples)), Auroc.of(transformed, positive(samples)));
    }

    @Property(tries = 100)
    void the_area_of_the_complement_makes_it_up_to_one(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> samples) {
        boolean[] complement = positive(samples);
        for (int i = 0; i < complement.length; i++) {
            complement[i] = !complement[i];
        }
        double area = Auroc.of(scores(samples), positive(samples));
        assertEquals(1 - area, Auroc.of(scores(samples), complement), 1e-12);
    }

    private static double[] scores(List<Integer> samples) {
        return samples.stream().mapToDouble(s -> s / 2).toArray();
    }

    private static boolean[] positive(List<Integer> samples) {
        boolean[] positive = new boolean[samples.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = samples.get(i) % 2 == 1;
        }
        return positive;
    }
}
