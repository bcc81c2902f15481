package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.trial.TrialKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Makes views of trials. Pure. */
public final class TrialViews {
    private TrialViews() {}

    /** Trials of one kind, by status. */
    public record KindCounts(String kind, Counts trials) {}

    public static TrialView of(SweepState state, int index) {
        PlannedTrial planned = state.plan().trials().get(index);
        TrialRecord trial = state.trial(index);
        var running = trial.running();
        var finished = trial.finished();
        String worker = running != null ? running.worker() : finished != null ? finished.worker() : "";
        long since = running != null ? running.startedMillis() : finished != null ? finished.atMillis() : 0;
        return new TrialView(
                index,
                planned.id().hex(),
                planned.spec().trialKind().word(),
                word(trial.status()),
                planned.label(),
                trial.attempts(),
                finished == null ? null : finished.headline(),
                worker,
                since,
                finished == null ? 0 : finished.durationMillis(),
                trial.lastFailure(),
                finished == null ? null : finished.node());
    }

    /** The word of a status in the API: {@code given_up}. */
    public static String word(TrialStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Trials in the order of the plan.
     *
     * @param from index of the first that is looked at
     * @param limit how many at most
     */
    public static List<TrialView> page(SweepState state, Predicate<TrialView> wanted, int from, int limit) {
        var page = new ArrayList<TrialView>();
        int all = state.plan().trials().size();
        for (int i = from; i < all && page.size() < limit; i++) {
            TrialView view = of(state, i);
            if (wanted.test(view)) {
                page.add(view);
            }
        }
        return page;
    }

    /** How many trials of each kind that there is are in each status. */
    public static List<KindCounts> kinds(SweepState state) {
        Map<TrialKind, Counts> counts = new EnumMap<>(TrialKind.class);
        for (PlannedTrial planned : state.plan().trials()) {
            counts.merge(
                    planned.spec().trialKind(),
                    Counts.NONE.plus(state.status(planned.index()), 1),
                    (before, one) -> before.plus(state.status(planned.index()), 1));
        }
        return counts.entrySet().stream()
                .map(entry -> new KindCounts(entry.getKey().word(), entry.getValue()))
                .toList();
    }
}
