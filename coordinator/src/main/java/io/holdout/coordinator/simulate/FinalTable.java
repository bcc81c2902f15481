package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.sweep.SweepState;
import java.util.List;

/** Makes the table as {@code holdout table} does and compares it with that of the undisturbed run. */
final class FinalTable {
    private FinalTable() {}

    static void check(World world, SweepState state) {
        Table table = Table.of(state.plan(), StoredOutcomes.of(state, world.store()::get));
        boolean allCanSucceed = true;
        List<Experiment> experiments = state.plan().experiments();
        int columns = state.plan().columns().size();
        for (int i = 0; i < experiments.size(); i++) {
            var experiment = experiments.get(i);
            Cell cell = table.cell(i / columns, i % columns);
            boolean hopeless = experiment.needs().stream()
                    .anyMatch(need -> world.nature(need).hopeless());
            allCanSucceed &= !hopeless;
            Cell undisturbed = world.workload().table().cell(i / columns, i % columns);
            Violation.unless(
                    cell.equals(undisturbed) || (hopeless && cell instanceof Cell.Failed),
                    Invariant.EVERY_CELL_ENDS,
                    () -> "%s on %s is %s: %s"
                            .formatted(experiment.row().title(), experiment.target(), cell.status(), cell.reason()));
        }
        Violation.unless(
                !allCanSucceed || Workload.text(table).equals(world.workload().tableText()),
                Invariant.TABLE_EQUAL,
                () -> "the table differs:\n" + Workload.text(table));
    }
}
