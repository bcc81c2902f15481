package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.coordinator.schedule.Share;
import io.holdout.coordinator.sweep.Counts;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreWatchTest {
    private static SweepView view(String note) {
        var attempt = new SweepView.AttemptView("label", "ab", "worker-1", 1, 0, 0, note, 0);
        return new SweepView(
                "s",
                SweepPhase.RUNNING,
                new Counts(0, 0, 1, 0, 0),
                List.of(),
                List.of(attempt),
                List.of(),
                List.of(),
                0,
                null,
                0,
                0,
                0,
                Share.USUAL,
                List.of(),
                null);
    }

    @Test
    void says_once_why_attempts_wait_and_once_that_they_go_on() {
        var watch = new StoreWatch();

        assertEquals(Optional.empty(), watch.look(view("epoch 1")));
        assertEquals(
                Optional.of("paused: artifact store: No space left on device"),
                watch.look(view("waiting: No space left on device")));
        assertEquals(Optional.empty(), watch.look(view("waiting: No space left on device")));
        assertEquals(Optional.of("the artifact store is back; the sweep goes on"), watch.look(view("epoch 1")));
        assertEquals(Optional.empty(), watch.look(view("epoch 1")));
    }
}
