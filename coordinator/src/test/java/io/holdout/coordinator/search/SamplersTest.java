package io.holdout.coordinator.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.search.History.Ended;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SamplersTest {
    private static double score(Assignment at) {
        return -Math.abs(Math.log10((Double) at.values().get("lr")) + 3)
                - ("sgd".equals(at.values().get("opt")) ? 0 : 1);
    }

    private static List<Sampler> samplers(long seed) {
        return List.of(
                new RandomSampler(Searches.MIXED, seed),
                new TpeSampler(Searches.MIXED, seed, false),
                new TpeSampler(Searches.MIXED, seed, true));
    }

    @Property(tries = 20)
    void suggestions_lie_in_the_space_and_have_exactly_the_active_parameters(@ForAll long seed) {
        for (Sampler sampler : samplers(seed)) {
            for (Ended trial : Searches.run(sampler, SamplersTest::score, 30)) {
                assertTrue(Searches.MIXED.contains(trial.assignment()), trial.toString());
                assertEquals(
                        "sgd".equals(trial.assignment().values().get("opt")),
                        trial.assignment().values().containsKey("momentum"));
            }
        }
    }

    @Property(tries = 20)
    void after_a_crash_at_any_place_the_suggestions_go_on_as_they_would_have(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 24) int crash) {
        for (int kind = 0; kind < 3; kind++) {
            List<Ended> whole = Searches.run(samplers(seed).get(kind), SamplersTest::score, 25);
            Sampler restarted = samplers(seed).get(kind);
            assertEquals(
                    whole.get(crash).assignment(),
                    restarted
                            .suggest(new History(whole.subList(0, crash), List.of()))
                            .orElseThrow());
        }
    }

    @Test
    void the_grid_has_every_combination_once_and_no_inactive_parameter() {
        var space = new SearchSpace(List.of(
                Parameter.of("opt", new Choice(List.of("adam", "sgd"))),
                Parameter.when("opt", "sgd", "momentum", new Real(0, 0.9, false)),
                Parameter.of("steps", new Whole(10, 35, 10, false))));
        var grid = new GridSampler(space, 4);
        assertEquals((1 + 4) * 3, grid.size());
        var seen = new ArrayList<Ended>();
        for (int i = 0; i < grid.size(); i++) {
            Assignment next = grid.suggest(new History(seen, List.of())).orElseThrow();
            assertTrue(space.contains(next), next.toString());
            seen.add(new Ended(next, 1, OptionalDouble.empty()));
        }
        assertEquals(grid.size(), new HashSet<>(seen).size());
        assertTrue(grid.suggest(new History(seen, List.of())).isEmpty());
    }

    @Test
    void a_grid_that_nobody_can_run_is_refused() {
        var thousand = new Whole(1, 1000, 1, false);
        var space = new SearchSpace(List.of(Parameter.of("a", thousand), Parameter.of("b", thousand)));
        var refused = assertThrows(HoldoutException.class, () -> new GridSampler(space, 2));
        assertEquals("GRID_TOO_LARGE", refused.failure().code());
    }

    /** Chi-square at 9 degrees of freedom is below 27.9 in 999 of 1,000 seeds; this seed is one of them. */
    @Test
    void random_draws_are_even_over_the_line_of_each_parameter() {
        List<Ended> trials = Searches.run(new RandomSampler(Searches.MIXED, 7), SamplersTest::score, 5000);
        var rates = new int[10];
        var steps = new int[10];
        for (Ended trial : trials) {
            double place = Math.log10((Double) trial.assignment().values().get("lr")) / 5 + 1;
            rates[(int) Math.min(9, place * 10)]++;
            steps[(int) ((Long) trial.assignment().values().get("steps") / 10 - 1)]++;
        }
        for (int[] counts : List.of(rates, steps)) {
            double chiSquare = IntStream.of(counts)
                    .mapToDouble(count -> (count - 500.0) * (count - 500.0) / 500)
                    .sum();
            assertTrue(chiSquare < 27.9, "chi-square " + chiSquare);
        }
    }

    @Test
    void the_order_of_results_changes_nothing_for_random_search() {
        var sampler = new RandomSampler(Searches.MIXED, 3);
        List<Ended> trials = Searches.run(sampler, SamplersTest::score, 15);
        var turned = new ArrayList<>(trials);
        java.util.Collections.reverse(turned);
        assertEquals(sampler.suggest(new History(trials, List.of())), sampler.suggest(new History(turned, List.of())));
    }

    @Test
    void parallel_suggestions_differ_and_know_of_each_other() {
        var sampler = new TpeSampler(Searches.MIXED, 3, false);
        List<Ended> trials = Searches.run(sampler, SamplersTest::score, 20);
        var running = new ArrayList<Assignment>();
        for (int i = 0; i < 8; i++) {
            running.add(sampler.suggest(new History(trials, running)).orElseThrow());
        }
        assertEquals(8, new HashSet<>(running).size());
        // The same number of suggestions, but the place that is taken by a running trial is another.
        Assignment crowded =
                sampler.suggest(new History(trials, List.of(running.get(0)))).orElseThrow();
        Assignment free = sampler.suggest(
                        new History(trials, List.of(trials.get(0).assignment())))
                .orElseThrow();
        assertNotEquals(free, crowded);
    }

    @Test
    void a_trial_that_was_given_up_teaches_nothing_but_counts() {
        var sampler = new TpeSampler(Searches.MIXED, 3, false);
        var failed = new ArrayList<Ended>();
        for (int i = 0; i < 40; i++) {
            Assignment next = sampler.suggest(new History(failed, List.of())).orElseThrow();
            failed.add(new Ended(next, 1, OptionalDouble.empty()));
        }
        assertEquals(40, new HashSet<>(failed).size());
        assertEquals(
                new RandomSampler(Searches.MIXED, 3).suggest(new History(failed, List.of())),
                sampler.suggest(new History(failed, List.of())));
    }

    @Test
    void a_condition_on_no_earlier_choice_is_refused() {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new SearchSpace(List.of(Parameter.when("opt", "sgd", "momentum", new Real(0, 1, false)))));
        assertTrue(refused.getMessage().contains("'momentum' asks for 'opt' to be 'sgd'"), refused.getMessage());
    }
}
