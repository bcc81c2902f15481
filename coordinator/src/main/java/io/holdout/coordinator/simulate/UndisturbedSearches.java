package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.SearchMove;
import io.holdout.coordinator.plan.Selection;
import io.holdout.coordinator.sweep.SweepState;
import java.util.Optional;
import java.util.OptionalDouble;

/** What searches choose when nothing happens to them. */
final class UndisturbedSearches {
    private UndisturbedSearches() {}

    /** A plan after all its searches, each result known as soon as it is asked for. */
    static Plan searched(Plan begun) {
        Plan plan = begun;
        for (Optional<SearchMove> move = plan.searches().next();
                move.isPresent();
                move = plan.searches().next()) {
            if (move.get() instanceof SearchMove.Start start) {
                plan = plan.started(start.search(), start.job());
                int trial =
                        plan.searches().scoreTrial(start.search(), start.job().candidate());
                plan = plan.judged(trial, score(plan.trials().get(trial)));
            } else {
                plan = plan.ended(move.get().search());
            }
        }
        return plan;
    }

    private static OptionalDouble score(PlannedTrial trial) {
        double headline = FabricatedResults.headline(trial.spec());
        return Double.isNaN(headline) ? OptionalDouble.empty() : OptionalDouble.of(headline);
    }

    /** A search of one candidate at a time has one order of results, whatever happens; unless a trial cannot succeed. */
    static void check(World world, SweepState state) {
        Plan expected = world.workload().searched();
        for (int i = 0; i < expected.experiments().size(); i++) {
            Experiment experiment = state.plan().experiments().get(i);
            Selection found = experiment.selection();
            if (found != null && isSequential(state.plan(), found) && !isHopeless(world, state, found)) {
                Selection undisturbed = expected.experiments().get(i).selection();
                Violation.unless(
                        found.equals(undisturbed), Invariant.SEARCH_SAME, () -> "%s on %s uses %s instead of %s"
                                .formatted(experiment.row().title(), experiment.target(), found, undisturbed));
            }
        }
    }

    private static boolean isSequential(Plan plan, Selection selection) {
        return plan.searches().planned(selection.search()).search().parallel() == 1;
    }

    private static boolean isHopeless(World world, SweepState state, Selection selection) {
        return state.plan().searches().trialsOf(selection.search()).stream()
                .anyMatch(trial -> FinalTable.isHopeless(world, state, trial));
    }
}
