package io.holdout.coordinator.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {
    private static final int EVENTS = 1_000_000;

    private static List<Integer> due() {
        var due = new ArrayList<Integer>();
        for (int number = 1; number <= EVENTS; number++) {
            if (SnapshotSchedule.isDue(number)) {
                due.add(number);
            }
        }
        return due;
    }

    @Test
    void the_first_are_close_and_they_cost_an_event_little_however_long_the_journal_is() {
        List<Integer> due = due();

        assertEquals(List.of(2_000, 4_000, 6_000), due.subList(0, 3));
        long cost = due.stream().mapToLong(number -> number).sum();
        assertTrue(cost <= 20L * EVENTS, () -> "as if each event were written again so often: " + cost / EVENTS);
    }

    @Test
    void one_of_those_that_delete_older_ones_is_always_taken() {
        List<Integer> due = due();

        for (int number = SnapshotSchedule.LONGEST; number <= EVENTS; number += SnapshotSchedule.LONGEST) {
            assertTrue(due.contains(number), "at " + number);
        }
    }

    @Test
    void the_look_for_forks_goes_back_beyond_the_last_snapshot_and_the_one_before() {
        int last = 0;
        int before = 0;
        for (int number : due()) {
            before = last;
            last = number;
            assertTrue(last - SnapshotSchedule.lookBack(last) < before, "at " + number);
        }
    }
}
