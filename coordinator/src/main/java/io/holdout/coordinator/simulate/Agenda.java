package io.holdout.coordinator.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what happens when. Two things at one time happen in the order in which they were planned. */
final class Agenda {
    private record Entry(long at, long order, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private long now;
    private long planned;

    /** Milliseconds since the start of the run. */
    long now() {
        return now;
    }

    void after(long millis, Runnable action) {
        entries.add(new Entry(now + millis, planned++, action));
    }

    /** Moves to the next thing and does it; false if there is none. */
    boolean step() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.action().run();
        return true;
    }

    int size() {
        return entries.size();
    }
}
