package io.holdout.coordinator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.FairShare.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static Claim claim(String sweep, int priority, double weight, int mostSlots, int used) {
        return new Claim(sweep, new Share(priority, weight, mostSlots), used);
    }

    @Test
    void equal_sweeps_get_equally_many_and_the_oldest_the_odd_one() {
        assertEquals(
                Map.of("a", 3, "b", 2), FairShare.split(5, List.of(claim("a", 0, 1, 0, 0), claim("b", 0, 1, 0, 0))));
    }

    @Test
    void whoever_fills_fewer_for_its_weight_catches_up_first() {
        assertEquals(Map.of("b", 4), FairShare.split(4, List.of(claim("a", 0, 1, 0, 6), claim("b", 0, 1, 0, 2))));
        assertEquals(
                Map.of("a", 1, "b", 3), FairShare.split(4, List.of(claim("a", 0, 1, 0, 0), claim("b", 0, 3, 0, 0))));
    }

    @Test
    void a_larger_priority_takes_all_that_it_may() {
        assertEquals(
                Map.of("b", 2, "a", 2), FairShare.split(4, List.of(claim("a", 0, 9, 0, 0), claim("b", 1, 1, 2, 0))));
    }

    @Test
    void slots_for_which_nobody_has_a_use_stay_free() {
        assertEquals(Map.of(), FairShare.split(4, List.of()));
        assertEquals(Map.of("a", 1), FairShare.split(4, List.of(claim("a", 0, 1, 3, 2))));
    }

    /** Max-min fairness: nobody could get a slot more without taking it from one that has fewer for its weight. */
    @Test
    void no_split_of_many_random_ones_can_be_made_fairer() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            var claims = new ArrayList<Claim>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                claims.add(claim(
                        "s" + i, random.nextInt(2), 1 + random.nextInt(4), random.nextInt(3) * 4, random.nextInt(5)));
            }
            int slots = random.nextInt(20);
            Map<String, Integer> grants = FairShare.split(slots, claims);
            int granted = grants.values().stream().mapToInt(each -> each).sum();
            assertTrue(granted <= slots);
            for (Claim hungry : claims) {
                int has = hungry.used() + grants.getOrDefault(hungry.sweep(), 0);
                boolean full =
                        hungry.share().mostSlots() > 0 && has >= hungry.share().mostSlots();
                assertTrue(hungry.share().mostSlots() == 0
                        || grants.getOrDefault(hungry.sweep(), 0) == 0
                        || has <= hungry.share().mostSlots());
                assertTrue(full || granted == slots, "a slot stays free though " + hungry + " has a use for it");
                for (Claim other : claims) {
                    int given = grants.getOrDefault(other.sweep(), 0);
                    double load = (other.used() + given - 1) / other.share().weight();
                    boolean unfair = given > 0
                            && !full
                            && (other.share().priority() < hungry.share().priority()
                                    || other.share().priority()
                                                    == hungry.share().priority()
                                            && load > has / hungry.share().weight());
                    assertTrue(!unfair, () -> other + " got " + given + " and " + hungry + " is at " + has);
                }
            }
        }
    }
}
