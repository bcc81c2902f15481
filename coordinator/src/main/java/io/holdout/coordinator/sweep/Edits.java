package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Share;
import java.util.List;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * What users said of a sweep since they submitted it, beside pausing it. Immutable.
 *
 * @param drained names of workers that get no work
 */
record Edits(Share share, PSet<String> drained) {
    static final Edits NONE = new Edits(Share.USUAL, HashTreePSet.empty());

    /** Most workers that may be drained at once. */
    static final int MOST_DRAINED = 1_000;

    Edits sharing(Share next) {
        return new Edits(next, drained);
    }

    Edits draining(String worker) {
        return new Edits(share, drained.plus(worker));
    }

    Edits undraining(String worker) {
        return new Edits(share, drained.minus(worker));
    }

    boolean isDrained(String worker) {
        return drained.contains(worker);
    }

    /** Names of drained workers, sorted. */
    List<String> names() {
        return drained.stream().sorted().toList();
    }
}
