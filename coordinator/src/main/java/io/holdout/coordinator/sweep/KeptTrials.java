package io.holdout.coordinator.sweep;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

/** The trials of a sweep as a snapshot keeps them, each made when it is looked at: all at once would take 100 bytes each. */
final class KeptTrials extends AbstractList<SweepSnapshot.Trial> implements RandomAccess {
    private final TrialRecord[] trials;

    private KeptTrials(TrialRecord[] trials) {
        this.trials = trials;
    }

    static List<SweepSnapshot.Trial> of(Collection<TrialRecord> trials) {
        return new KeptTrials(trials.toArray(TrialRecord[]::new));
    }

    @Override
    public SweepSnapshot.Trial get(int index) {
        return SweepSnapshot.Trial.of(trials[index]);
    }

    @Override
    public int size() {
        return trials.length;
    }
}
