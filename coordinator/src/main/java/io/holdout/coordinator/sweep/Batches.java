package io.holdout.coordinator.sweep;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects requests while a batch is under way; there is at most one. Whoever owns it sends each batch that it gets, and
 * says when it was dealt with. Not thread-safe.
 */
public final class Batches<W, C> {
    private final int largest;
    private final int longest;
    private List<SweepRequest<W, C>> waiting = new ArrayList<>();
    private boolean busy;

    /**
     * @param largest requests in one batch
     * @param longest requests that wait; beyond, the oldest is dropped that its sender repeats anyway, such as a beat
     */
    public Batches(int largest, int longest) {
        this.largest = largest;
        this.longest = longest;
    }

    /** Takes a request; gives the batch to send now, empty if one is under way. */
    public List<SweepRequest<W, C>> add(SweepRequest<W, C> request) {
        if (waiting.size() >= longest) {
            dropOne();
        }
        waiting.add(request);
        return busy ? List.of() : next();
    }

    private void dropOne() {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).isRepeated()) {
                waiting.remove(i);
                return;
            }
        }
        waiting.remove(0);
    }

    /** The batch before was dealt with, or is not waited for any longer; gives the next one, empty if nothing waits. */
    public List<SweepRequest<W, C>> next() {
        int size = Math.min(largest, waiting.size());
        List<SweepRequest<W, C>> batch = List.copyOf(waiting.subList(0, size));
        waiting = new ArrayList<>(waiting.subList(size, waiting.size()));
        busy = !batch.isEmpty();
        return batch;
    }

    /** How many wait. */
    public int waiting() {
        return waiting.size();
    }
}
