package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which results of other sweeps a sweep takes over. Pure. */
public final class Reuse {
    /** Results in one event: some 40 kB, which every journal takes. */
    static final int MOST_AT_ONCE = 200;

    private Reuse() {}

    /** Results that a sweep has of any of these trials; none whose making nobody can vouch for. */
    public static List<Reused> offeredBy(SweepState state, Set<TrialId> wanted) {
        var offered = new ArrayList<Reused>();
        if (state.phase() == SweepPhase.NOT_SUBMITTED) {
            return offered;
        }
        for (PlannedTrial trial : state.plan().trials()) {
            TrialRecord record = state.trial(trial.index());
            var finished = record.finished();
            var node = finished == null ? null : finished.node();
            if (finished != null && node != null && wanted.contains(trial.id())) {
                offered.add(new Reused(
                        trial.id(),
                        state.plan().name(),
                        finished.result(),
                        finished.headline(),
                        record.attempts() <= 1 ? finished.durationMillis() : 0,
                        finished.worker(),
                        node,
                        finished.ref().pack()));
            }
        }
        return offered;
    }

    /** What a plan takes of what there is: only trials all of whose needs it takes, too, in the order of the plan. */
    public static List<Reused> of(Plan plan, Map<TrialId, Reused> offered) {
        var taken = new ArrayList<Reused>();
        var has = new boolean[plan.trials().size()];
        for (PlannedTrial trial : plan.trials()) {
            Reused result = offered.get(trial.id());
            has[trial.index()] = result != null && trial.dependencies().stream().allMatch(needed -> has[needed]);
            if (result != null && has[trial.index()]) {
                taken.add(result);
            }
        }
        return taken;
    }

    /**
     * Trials that searches have added and that have not begun, in the order of the plan: others may have them. None of a sweep
     * that takes nothing over.
     *
     * @param before of which all were asked for already; null if nothing is known of that
     */
    public static List<TrialId> wanted(@Nullable SweepState before, SweepState after) {
        if (!after.phase().isUnderWay() || after.submission().fresh()) {
            return List.of();
        }
        boolean isKnown = before != null
                && before.phase() != SweepPhase.NOT_SUBMITTED
                && before.plan().trials().size() == after.plan().trials().size();
        if (isKnown) {
            return List.of();
        }
        var wanted = new ArrayList<TrialId>();
        for (PlannedTrial trial : after.plan().trials()) {
            boolean isNew = before == null || before.indexOf(trial.id()).isEmpty();
            TrialRecord record = after.trial(trial.index());
            boolean waits = record.status() == TrialStatus.READY || record.status() == TrialStatus.WAITING;
            if (isNew
                    && waits
                    && record.attempts() == 0
                    && after.plan().addedBy(trial.index()).isPresent()) {
                wanted.add(trial.id());
            }
        }
        return wanted;
    }

    /** What others have of these trials, in this order. */
    static List<Reused> of(List<TrialId> wanted, Map<TrialId, Reused> offered) {
        return wanted.stream()
                .flatMap(trial -> Optional.ofNullable(offered.get(trial)).stream())
                .toList();
    }

    /** Commands that hand them over, each small enough for one event. */
    public static List<SweepCommand> commands(List<Reused> taken) {
        var commands = new ArrayList<SweepCommand>();
        for (int from = 0; from < taken.size(); from += MOST_AT_ONCE) {
            commands.add(new SweepCommand.ReuseResults(
                    List.copyOf(taken.subList(from, Math.min(taken.size(), from + MOST_AT_ONCE)))));
        }
        return commands;
    }
}
