package io.holdout.cli;

import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A sweep as its journal and artifacts tell it; needs no coordinator. */
final class StoredSweep {
    private final ArtifactStore artifacts;
    private final List<SweepEvent> events = new ArrayList<>();
    private final SweepState state;

    /** @throws HoldoutException NO_SUCH_SWEEP naming those there are */
    StoredSweep(Home home, String name) {
        this.artifacts = home.artifacts();
        SweepState[] at = {SweepState.EMPTY};
        try (var journal = home.journal();
                var reader = journal.reader()) {
            reader.events(name, entry -> {
                events.add(entry.event());
                at[0] = Evolver.evolve(at[0], entry);
            });
            if (events.isEmpty()) {
                throw HoldoutException.user(
                        "NO_SUCH_SWEEP",
                        "no sweep '" + name + "' in " + place(home) + "; there are " + reader.sweeps());
            }
        }
        this.state = at[0];
    }

    private static String place(Home home) {
        String address = home.journalAddress();
        return address.equals(Journal.EMBEDDED) ? home.folder().toString() : address;
    }

    /** The only sweep of a home, or the one named. */
    static StoredSweep of(Home home, Optional<String> name) {
        if (name.isPresent()) {
            return new StoredSweep(home, name.get());
        }
        List<String> all;
        try (var journal = home.journal();
                var reader = journal.reader()) {
            all = reader.sweeps();
        }
        if (all.isEmpty()) {
            throw HoldoutException.user("NO_SUCH_SWEEP", "no sweep was run in " + place(home));
        }
        return new StoredSweep(home, all.get(all.size() - 1));
    }

    SweepState state() {
        return state;
    }

    List<SweepEvent> events() {
        return events;
    }

    Results results() {
        return StoredOutcomes.results(state, artifacts::get);
    }

    Table table() {
        return Table.of(results(), TableChoice.USUAL);
    }

    IntFunction<Outcome> outcomes() {
        return StoredOutcomes.of(state, artifacts::get);
    }

    List<Curve> curves() {
        return Curve.of(state.plan(), StoredOutcomes.of(state, artifacts::get));
    }
}
