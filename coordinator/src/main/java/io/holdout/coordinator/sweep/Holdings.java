package io.holdout.coordinator.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Which worker holds which trials, and which trials are held twice. Immutable; follows from the trials. */
record Holdings(PMap<String, TreePMap<Integer, TrialRecord>> byWorker, TreePSet<Integer> doubled) {
    static final Holdings NONE = new Holdings(HashTreePMap.empty(), TreePSet.empty());

    /** Trials that a worker runs, by their positions, ascending. */
    TreePMap<Integer, TrialRecord> of(String worker) {
        TreePMap<Integer, TrialRecord> trials = byWorker.get(worker);
        return trials == null ? TreePMap.empty() : trials;
    }

    /** This, after a trial has changed. */
    Holdings moved(int index, @Nullable TrialRecord before, TrialRecord next) {
        Holdings left = before == null ? this : without(index, before.running()).without(index, before.second());
        Holdings held = left.with(index, next.running(), next).with(index, next.second(), next);
        boolean wasDoubled = before != null && before.second() != null;
        boolean isDoubled = next.second() != null;
        return wasDoubled == isDoubled
                ? held
                : new Holdings(held.byWorker, isDoubled ? doubled.plus(index) : doubled.minus(index));
    }

    private Holdings without(int index, TrialRecord.@Nullable Running holder) {
        if (holder == null) {
            return this;
        }
        TreePMap<Integer, TrialRecord> rest = of(holder.worker()).minus(index);
        return new Holdings(
                rest.isEmpty() ? byWorker.minus(holder.worker()) : byWorker.plus(holder.worker(), rest), doubled);
    }

    private Holdings with(int index, TrialRecord.@Nullable Running holder, TrialRecord trial) {
        return holder == null
                ? this
                : new Holdings(
                        byWorker.plus(holder.worker(), of(holder.worker()).plus(index, trial)), doubled);
    }

    /** Names of workers that hold anything, sorted. */
    List<String> workers() {
        return byWorker.keySet().stream().sorted().toList();
    }
}
