package io.holdout.coordinator.web.live;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Cells;
import io.holdout.coordinator.report.Evidence;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialStatus;
import io.holdout.protocol.artifact.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of a sweep that runs. A cell is computed anew only when a trial that it needs has changed: reading the
 * results of a whole table takes seconds. Blocks on the artifact store; safe for concurrent use.
 */
public final class CellBook {
    private final ArtifactStore artifacts;
    private long number = -1;
    private @Nullable SweepState seen;
    private @Nullable Entry[] entries = new Entry[0];

    /** @param changed number of the last event when the cell was seen to be another */
    private record Entry(long signature, Evidence evidence, long changed) {}

    /** All cells, and the sweep that they are of. */
    private record Kept(SweepState state, List<List<Evidence>> evidence) {}

    /** One cell of a change. */
    public record Place(int row, int column, Cell cell) {}

    public CellBook(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** The table at that moment, or at a later one that somebody saw meanwhile. */
    public Table table(Sight sight) {
        Kept kept = kept(sight);
        return Table.of(Results.of(kept.state().plan(), kept.evidence()), TableChoice.USUAL);
    }

    /** All that a report is made from, at that moment or a later one; reads learning curves. */
    public Results results(Sight sight) {
        Kept kept = kept(sight);
        return StoredOutcomes.results(kept.state(), kept.evidence(), artifacts::get);
    }

    private synchronized Kept kept(Sight sight) {
        update(sight);
        SweepState at = seen == null ? sight.state() : seen;
        var rows = new ArrayList<List<Evidence>>();
        int columns = at.plan().columns().size();
        for (int row = 0; row < at.plan().rows().size(); row++) {
            var cells = new ArrayList<Evidence>();
            for (int column = 0; column < columns; column++) {
                cells.add(entry(row * columns + column).evidence());
            }
            rows.add(cells);
        }
        return new Kept(at, rows);
    }

    /** The cells that are not what they were when event {@code since} was the last. */
    public synchronized List<Place> changedSince(Sight sight, long since) {
        update(sight);
        int columns = Math.max(1, seen == null ? 1 : seen.plan().columns().size());
        var places = new ArrayList<Place>();
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entry(i);
            if (entry.changed() > since) {
                places.add(new Place(i / columns, i % columns, Cell.of(entry.evidence(), Metric.AUROC)));
            }
        }
        return places;
    }

    private Entry entry(int index) {
        Entry entry = entries[index];
        if (entry == null) {
            throw new IllegalStateException("no cell " + index);
        }
        return entry;
    }

    private void update(Sight sight) {
        SweepState state = sight.state();
        if (sight.number() <= number) {
            return;
        }
        // a plan with a search grows, its table does not
        seen = state;
        if (entries.length != state.plan().experiments().size()) {
            entries = new Entry[state.plan().experiments().size()];
        }
        var cells = new Cells(state.plan(), StoredOutcomes.of(state, this::result));
        // a cell that is not done shows how far it is, and there may be thousands of results in it
        var unread = new Cells(state.plan(), StoredOutcomes.unread(state));
        for (int i = 0; i < entries.length; i++) {
            Experiment experiment = state.plan().experiments().get(i);
            long signature = signature(state, experiment);
            Entry before = entries[i];
            if (before == null || before.signature() != signature) {
                entries[i] = new Entry(
                        signature, (isDone(state, experiment) ? cells : unread).of(experiment), sight.number());
            }
        }
        number = sight.number();
    }

    private static boolean isDone(SweepState state, Experiment experiment) {
        return experiment.trials().stream().allMatch(index -> state.status(index) == TrialStatus.SUCCEEDED);
    }

    private Optional<byte[]> result(String hash) {
        return artifacts.get(hash);
    }

    /** Differs whenever the cell may: over the statuses of all that it needs, and the results that it is made from. */
    private static long signature(SweepState state, Experiment experiment) {
        long sum = 17;
        for (int index : experiment.needs()) {
            sum = sum * 31 + state.status(index).name().hashCode();
        }
        for (int index : experiment.trials()) {
            sum = sum * 31
                    + (state.status(index) == TrialStatus.SUCCEEDED
                            ? state.result(index).orElse("").hashCode()
                            : 0);
        }
        return sum;
    }
}
