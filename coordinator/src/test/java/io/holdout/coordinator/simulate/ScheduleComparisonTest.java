package io.holdout.coordinator.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
