package io.holdout.coordinator.sweep;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * An event as the journal keeps it: with the epoch of the coordinator that wrote it.
 *
 * @param epoch 0 in journals that are older than epochs
 */
public record JournalEntry(@Tag(1) long epoch, @Tag(2) SweepEvent event) implements WireValue {
    /**
     * What the journal's bytes came to; older versions kept the bare event.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static JournalEntry of(Object read) {
        if (read instanceof JournalEntry entry) {
            return entry;
        }
        if (read instanceof SweepEvent event) {
            return new JournalEntry(0, event);
        }
        throw new IllegalArgumentException("a journal holds events, not " + read.getClass());
    }
}
