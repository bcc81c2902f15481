package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.PackedSnapshot;
import io.holdout.coordinator.sweep.SweepSnapshot;
import io.holdout.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events and snapshots as bytes, and the registry of epochs. It is as bad as Cassandra: nothing is refused because of its
 * epoch. What an older coordinator writes after a newer one has read the journal seems to it to succeed, and counts for
 * nobody: two events have one number, recovery stops, and a person removes the one of the older epoch, which nobody
 * acknowledged. Here that person is quick.
 */
final class SimulatedJournal {
    /** What became of a write. */
    enum Outcome {
        WRITTEN,
        /** So it is said, but a later coordinator has read the journal without it. */
        IN_VAIN,
        /** There are events at this place. */
        TAKEN
    }

    private static final WireCodec CODEC = new WireCodec();

    private record Snapshot(int after, byte[] bytes) {}

    private final List<byte[]> events = new ArrayList<>();
    private @Nullable Snapshot snapshot;
    private boolean fences = true;
    private long epoch;
    private long readBy;

    /** A known bug: no epoch is ever lost, and whoever writes later overwrites. */
    void doNotFence() {
        fences = false;
    }

    /** From now on earlier epochs no longer hold. */
    long claim() {
        return ++epoch;
    }

    /** A coordinator reads all that there is. */
    void readBy(long reader) {
        readBy = Math.max(readBy, reader);
    }

    /** The newest epoch that has read. */
    long readBy() {
        return readBy;
    }

    boolean isCurrent(long claimed) {
        return !fences || claimed == epoch;
    }

    /** @param after events that the writer knows of */
    Outcome write(long claimed, int after, List<JournalEntry> more) {
        if (fences && claimed < readBy) {
            return Outcome.IN_VAIN;
        }
        if (fences && after != events.size()) {
            return Outcome.TAKEN;
        }
        int place = after;
        for (JournalEntry entry : more) {
            byte[] bytes = CODEC.write(entry);
            if (place < events.size()) {
                events.set(place, bytes);
            } else {
                events.add(bytes);
            }
            place++;
        }
        return Outcome.WRITTEN;
    }

    void keepSnapshot(int after, SweepSnapshot state) {
        if (snapshot == null || snapshot.after() < after) {
            snapshot = new Snapshot(after, CODEC.write(PackedSnapshot.of(state)));
        }
    }

    int size() {
        return events.size();
    }

    /** How many events the newest snapshot stands for; 0 if there is none. */
    int snapshotAfter() {
        return snapshot == null ? 0 : snapshot.after();
    }

    @Nullable
    SweepSnapshot snapshot() {
        return snapshot == null ? null : ((PackedSnapshot) CODEC.read(snapshot.bytes())).unpacked();
    }

    List<JournalEntry> entriesFrom(int place) {
        return events.subList(place, events.size()).stream()
                .map(bytes -> JournalEntry.of(CODEC.read(bytes)))
                .toList();
    }
}
