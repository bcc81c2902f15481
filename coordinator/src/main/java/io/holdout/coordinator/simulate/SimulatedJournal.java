package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.PackedSnapshot;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepSnapshot;
import io.holdout.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events and snapshots as bytes. One writer: a coordinator claims the next epoch before it reads, and a write of an older
 * epoch, or at a place that is taken, is refused. (How a real journal comes to refuse them is its own matter: a lock, a
 * unique key, a lightweight transaction.)
 */
final class SimulatedJournal {
    /** What became of a write. */
    enum Outcome {
        WRITTEN,
        /** Another coordinator has claimed a later epoch. */
        FENCED,
        /** There are events at this place. */
        TAKEN
    }

    private static final WireCodec CODEC = new WireCodec();

    private record Snapshot(int after, byte[] bytes) {}

    private final List<byte[]> events = new ArrayList<>();
    private @Nullable Snapshot snapshot;
    private boolean fences = true;
    private long epoch;

    /** A known bug: writers are not fenced, and whoever writes later overwrites. */
    void doNotFence() {
        fences = false;
    }

    /** From now on writes of earlier epochs are refused. */
    long claim() {
        return ++epoch;
    }

    long epoch() {
        return epoch;
    }

    boolean isCurrent(long claimed) {
        return !fences || claimed == epoch;
    }

    /** @param after events that the writer knows of */
    Outcome write(long claimed, int after, List<SweepEvent> more) {
        if (!isCurrent(claimed)) {
            return Outcome.FENCED;
        }
        if (fences && after != events.size()) {
            return Outcome.TAKEN;
        }
        int place = after;
        for (SweepEvent event : more) {
            byte[] bytes = CODEC.write(event);
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

    List<SweepEvent> eventsFrom(int place) {
        return events.subList(place, events.size()).stream()
                .map(bytes -> (SweepEvent) CODEC.read(bytes))
                .toList();
    }
}
