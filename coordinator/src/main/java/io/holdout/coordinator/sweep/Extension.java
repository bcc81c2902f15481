package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.ExtendedPlan;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * A sweep gets a larger file of the same name: every trial that it has stays what it is, new ones wait like all others. Pure;
 * a part of {@link Decider} and {@link Evolver}.
 */
final class Extension {
    private Extension() {}

    static Decision decide(SweepState state, SweepCommand.ExtendSweep command, long now) {
        if (state.phase() == SweepPhase.NOT_SUBMITTED || state.phase() == SweepPhase.CANCELLED) {
            String first = state.phase() == SweepPhase.CANCELLED ? "resume" : "submit";
            return refuse(
                    LiveEdits.NOT_UNDER_WAY, "only a sweep that was submitted can be extended: " + first + " it first");
        }
        try {
            Plan next = command.submission().plan();
            if (next.digest().equals(state.plan().digest())) {
                return Decision.accept(List.of());
            }
            OptionalInt otherwise = ExtendedPlan.missing(state.plan(), next);
            if (otherwise.isPresent()) {
                return refuse(
                        "EXTENSION_REMOVES",
                        "that file lacks the search of '"
                                + state.plan()
                                        .searches()
                                        .planned(otherwise.getAsInt())
                                        .label()
                                + "' or changes it: an extension may give a search more 'trials', and nothing else");
            }
            Plan grown = ExtendedPlan.of(state.plan(), next);
            List<PlannedTrial> gone = state.plan().trials().stream()
                    .filter(trial -> grown.indexOf(trial.id()).isEmpty())
                    .toList();
            if (!gone.isEmpty()) {
                return refuse(
                        "EXTENSION_REMOVES",
                        "that file lacks " + gone.size() + " of the "
                                + state.plan().trials().size()
                                + " trials of the sweep, such as '"
                                + gone.get(0).label()
                                + "': an extension only adds. Take the sweep's file and add to its lists");
            }
            var to = command.submission()
                    .toEvent(next, command.version(), state.submission().atMillis(), command.fresh());
            var events = new ArrayList<SweepEvent>();
            events.add(new SweepEvent.SweepExtended(to, now));
            if (state.counts().givenUp() > 0) {
                // what is new may need what failed
                events.add(new SweepEvent.FailedTrialsRetried(now));
            }
            return Decision.accept(events);
        } catch (HoldoutException e) {
            return Decision.refuse(e.failure());
        }
    }

    private static Decision refuse(String code, String why) {
        return Decision.refuse(new Failure(FailureClass.USER, code, why));
    }

    /** What is known of the trials of a larger plan. */
    static PVector<TrialRecord> records(Plan plan, Plan before, PVector<TrialRecord> known) {
        var records = new ArrayList<TrialRecord>(plan.trials().size());
        for (PlannedTrial trial : plan.trials()) {
            OptionalInt old = before.indexOf(trial.id());
            if (old.isPresent()) {
                records.add(known.get(old.getAsInt()));
            } else {
                long missing = trial.dependencies().stream()
                        .filter(needed -> records.get(needed).status() != TrialStatus.SUCCEEDED)
                        .count();
                records.add(TrialRecord.waitingFor((int) missing));
            }
        }
        return TreePVector.from(records);
    }
}
