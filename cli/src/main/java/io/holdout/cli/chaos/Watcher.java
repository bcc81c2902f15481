package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.List;

/** Follows the journal of a sweep that runs. What was in it once must be in it for ever: it was acknowledged. */
final class Watcher {
    private final Stage stage;
    private final Path home;
    private List<SweepEvent> seen = List.of();
    private boolean lost;

    Watcher(Stage stage, Path home) {
        this.stage = stage;
        this.home = home;
    }

    /** The events by now; those of the last look if the journal cannot be read. */
    List<SweepEvent> look() {
        try {
            List<SweepEvent> now = stage.events(home);
            lost |= now.size() < seen.size() || !now.subList(0, seen.size()).equals(seen);
            seen = now;
        } catch (HoldoutException e) {
            // locked, or no room even to look: another time
        }
        return seen;
    }

    /** What a fault would find now. */
    Scene scene() {
        return Scene.of(home, seen, stage.coordinator(home));
    }

    /** Whether an event was seen once and was gone later. */
    boolean lostSomething() {
        return lost;
    }
}
