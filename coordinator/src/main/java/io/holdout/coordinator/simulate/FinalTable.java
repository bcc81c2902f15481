package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.sweep.SweepState;
import java.util.List;

/** Makes the table as {@code holdout table} does and compares it with that of the undisturbed run. */
final class FinalTable {
    private FinalTable() {}

    /** Whether it, or what it needs, can never succeed. */
    static boolean isHopeless(World world, SweepState state, int trial) {
        return world.nature(trial).hopeless()
                || state.plan().trials().get(trial).dependencies().stream()
                        .anyMatch(needed -> isHopeless(world, state, needed));
    }

    static void check(World world, SweepState state) {
        UndisturbedSearches.check(world, state);
        Table table = Table.of(state.plan(), StoredOutcomes.of(state, world.store()::get));
        // of a sweep that grew, what its trials come to; else what an undisturbed run came to
        Table expected = world.workload().isSearched()
                ? Table.of(
                        state.plan(),
                        index -> new Outcome.Done(
                                world.results().of(state.plan().trials().get(index))))
                : world.workload().table();
        boolean allCanSucceed = true;
        List<Experiment> experiments = state.plan().experiments();
        int columns = state.plan().columns().size();
        for (int i = 0; i < experiments.size(); i++) {
            var experiment = experiments.get(i);
            Cell cell = table.cell(i / columns, i % columns);
            boolean hopeless =
                    state.plan().waitsFor(experiment).stream().anyMatch(need -> isHopeless(world, state, need));
            allCanSucceed &= !hopeless;
            Cell undisturbed = expected.cell(i / columns, i % columns);
            Violation.unless(
                    cell.equals(undisturbed) || (hopeless && cell instanceof Cell.Failed),
                    Invariant.EVERY_CELL_ENDS,
                    () -> "%s on %s is %s: %s"
                            .formatted(experiment.row().title(), experiment.target(), cell.status(), cell.reason()));
        }
        Violation.unless(
                !allCanSucceed || Workload.text(table).equals(Workload.text(expected)),
                Invariant.TABLE_EQUAL,
                () -> "the table differs:\n" + Workload.text(table));
    }
}
