package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.List;

/** Follows the journal of a sweep that runs. What was in it once must be in it for ever: it was acknowledged. */
final class Watcher {
    private final Stage stage;
    private final Path home;
    private List<JournalEntry> seen = List.of();
    private List<SweepEvent> events = List.of();
    private boolean lost;

    Watcher(Stage stage, Path home) {
        this.stage = stage;
        this.home = home;
    }

    /** The events by now; those of the last look if the journal cannot be read. */
    List<SweepEvent> look() {
        try {
            List<JournalEntry> now = stage.journal(home);
            lost |= now.size() < seen.size() || !now.subList(0, seen.size()).equals(seen);
            seen = now;
            events = now.stream().map(JournalEntry::event).toList();
        } catch (HoldoutException e) {
            // locked, or no room even to look: another time
        }
        return events;
    }

    /** What the journal held at the last look. */
    List<JournalEntry> journal() {
        return seen;
    }

    /** What a fault would find now. */
    Scene scene() {
        return Scene.of(home, events, stage.coordinator(home));
    }

    /** Whether an event was seen once and was gone later. */
    boolean lostSomething() {
        return lost;
    }
}
