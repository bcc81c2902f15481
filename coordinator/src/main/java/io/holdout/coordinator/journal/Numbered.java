package io.holdout.coordinator.journal;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;

/** An event and its place in its sweep's journal, from 1. */
public record Numbered(long number, JournalEntry entry) {
    public SweepEvent event() {
        return entry.event();
    }
}
