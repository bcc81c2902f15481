package io.holdout.coordinator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void estimates_a_group_on_a_device_where_it_never_ran_from_what_others_took_there() {
        Costs costs = Costs.NONE;
        for (int i = 0; i < 40; i++) {
            costs = costs.learn("long", "fast", 100, 1_000)
                    .learn("short", "fast", 100, 100)
                    .learn("short", "slow", 100, 500);
        }

        assertEquals(5_000, costs.millis("long", "slow", 100), 300);
        assertEquals(5, costs.slowness("slow") / costs.slowness("fast"), 0.3);
    }

    @Test
    void knows_by_how_much_trials_of_a_group_differ() {
        Costs costs = Costs.NONE;
        for (int i = 0; i < 50; i++) {
            costs = costs.learn("even", "cpu", 10, 1_000).learn("uneven", "cpu", 10, i % 2 == 0 ? 500 : 2_000);
        }

        assertTrue(costs.spread("even") < 0.05, "spread " + costs.spread("even"));
        assertEquals(Math.log(2), costs.spread("uneven"), 0.05);
    }

    @Test
    void assumes_of_what_never_ran_what_is_usual() {
        Costs costs = Costs.NONE.learn("known", "cpu", 100, 60_000);

        assertEquals(costs.millis("known", "cpu", 7), costs.millis("unknown", "cpu", 7), 1e-6);
        assertTrue(costs.millis("unknown", "sm_90", 7) < costs.millis("unknown", "cpu", 7));
    }

    @Test
    void learns_nothing_from_a_trial_without_cost_or_time() {
        assertTrue(Costs.NONE
                .learn("group", "cpu", 0, 5)
                .learn("group", "cpu", 5, 0)
                .isEmpty());
    }

    @Test
    void asks_for_a_look_at_each_of_the_first_trials_and_then_whenever_a_sixteenth_more_is_known() {
        Costs costs = Costs.NONE;
        var looks = new ArrayList<Integer>();
        for (int i = 1; i <= 100_000; i++) {
            costs = costs.learn("group", "cpu", 1, 1);
            if (costs.isMilestone("group", "cpu")) {
                looks.add(i);
            }
        }

        assertEquals(IntStream.rangeClosed(1, 32).boxed().toList(), looks.subList(0, 32));
        for (int i = 1; i < looks.size(); i++) {
            int before = looks.get(i - 1);
            assertTrue(looks.get(i) - before <= Math.max(1, before / 16), before + " then " + looks.get(i));
        }
        assertTrue(looks.size() < 250, looks.size() + " looks");
    }
}
