package io.holdout.coordinator.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.TrialShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleComparisonTest {
    /** One trial a cell: enough to see how a fleet is used, in seconds. */
    private static final int EPISODES_PER_TRIAL = 100;

    @Test
    void takes_at_most_a_tenth_longer_than_is_possible_on_any_number_of_machines_that_come_and_go() {
        for (int workers : ScheduleComparison.FLEETS) {
            ScheduleComparison.Row row = ScheduleComparison.of(workers, EPISODES_PER_TRIAL, 1);

            assertTrue(row.ratioToBound() >= 1, row.text());
            assertTrue(row.ratioToBound() <= 1.10, row.text());
            assertTrue(row.firstComeHours() >= 0.99 * row.makespanHours(), row.text());
            assertTrue(row.stragglingRatio() <= 1.01 * row.onceEachRatio(), row.text());
            // with more machines than pre-trainings the longest of those decides, shared or not
            assertTrue(workers > 64 || row.unsharedHours() >= 1.4 * row.makespanHours(), row.text());
        }
    }

    @Test
    void second_attempts_take_most_of_the_tail_away_that_stragglers_make() {
        List<TrialShape> free = ScheduledGrid.of(25).shared().stream()
                .filter(shape -> shape.group().startsWith("fine-tune")
                        && shape.dependencies().isEmpty())
                .toList();
        double undisturbed =
                ScheduledRun.of(free, SchedulePolicy.holdout(free), 512, 3).makespanHours();
        double twice = ScheduledRun.withStragglers(free, SchedulePolicy.holdout(free), 512, 3)
                .makespanHours();
        double once = ScheduledRun.withStragglers(free, SchedulePolicy.onceEach(SchedulePolicy.holdout(free)), 512, 3)
                .makespanHours();

        String found = undisturbed + " h, " + twice + " h, " + once + " h";
        assertTrue(once > 1.5 * undisturbed, found);
        assertTrue(twice < 1.1 * undisturbed, found);
    }
}
