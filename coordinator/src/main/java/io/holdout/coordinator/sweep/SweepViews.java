package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Searches;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the view of a state. Pure. */
public final class SweepViews {
    private static final double MILLIS_PER_MINUTE = 60_000.0;

    private SweepViews() {}

    /**
     * @param progress what workers last said of their attempts
     * @param workers workers heard of
     * @param now wall-clock milliseconds
     */
    public static SweepView of(
            SweepState state, Map<AttemptId, AttemptProgress> progress, List<SweepView.WorkerView> workers, long now) {
        return of(state, progress, workers, Peers.NONE, now);
    }

    /** @param peers the same workers as the scheduler sees them */
    static SweepView of(
            SweepState state,
            Map<AttemptId, AttemptProgress> progress,
            List<SweepView.WorkerView> workers,
            Peers peers,
            long now) {
        if (state.phase() == SweepPhase.NOT_SUBMITTED) {
            return new SweepView(
                    "",
                    state.phase(),
                    Counts.NONE,
                    List.of(),
                    List.of(),
                    workers,
                    List.of(),
                    0,
                    null,
                    0,
                    0,
                    0,
                    state.edits().share(),
                    state.edits().names(),
                    null);
        }
        long started = state.submission().atMillis();
        long end = state.finishedMillis() > 0 ? state.finishedMillis() : now;
        var running = running(state, progress, now);
        long elapsed = Math.max(0, end - started);
        return new SweepView(
                state.plan().name(),
                state.phase(),
                state.counts(),
                strategies(state),
                running,
                workers,
                quarantined(state, now),
                elapsed,
                Forecasts.of(state, progress, peers, now)
                        .map(forecast -> SweepView.ForecastView.of(forecast, !workers.isEmpty()))
                        .orElse(null),
                elapsed == 0 ? 0 : state.counts().succeeded() * MILLIS_PER_MINUTE / elapsed,
                state.attemptFailures(),
                state.divergences(),
                state.edits().share(),
                state.edits().names(),
                searches(state.plan().searches()));
    }

    private static SweepView.@Nullable SearchView searches(Searches searches) {
        if (searches.size() == 0) {
            return null;
        }
        int candidates = 0;
        int most = 0;
        for (int search = 0; search < searches.size(); search++) {
            candidates += searches.candidates(search);
            most += searches.planned(search).search().most();
        }
        return new SweepView.SearchView(searches.size(), searches.ended(), candidates, most);
    }

    private static List<SweepView.QuarantineView> quarantined(SweepState state, long now) {
        return state.suspects().all().stream()
                .filter(suspect -> suspect.isQuarantined(now))
                .map(suspect -> new SweepView.QuarantineView(
                        suspect.worker(),
                        suspect.untilMillis() - now,
                        suspect.quarantines(),
                        suspect.lastFailure().toString()))
                .toList();
    }

    private static List<SweepView.AttemptView> running(
            SweepState state, Map<AttemptId, AttemptProgress> progress, long now) {
        var running = new ArrayList<SweepView.AttemptView>();
        for (String worker : state.holders()) {
            for (var held : state.heldBy(worker).entrySet()) {
                int index = held.getKey();
                var holder = held.getValue().heldBy(worker);
                if (holder == null) {
                    continue;
                }
                AttemptId attempt = state.attempt(index, holder.number());
                AttemptProgress at = progress.getOrDefault(attempt, new AttemptProgress(attempt, 0, 0, ""));
                PlannedTrial planned = state.plan().trials().get(index);
                running.add(new SweepView.AttemptView(
                        planned.label(),
                        planned.id().shortHex(),
                        worker,
                        attempt.number(),
                        at.done(),
                        at.total(),
                        at.note(),
                        Math.max(0, now - holder.startedMillis())));
            }
        }
        running.sort(Comparator.comparingLong(SweepView.AttemptView::elapsedMillis)
                .reversed()
                .thenComparing(SweepView.AttemptView::trial));
        return running;
    }

    private static List<SweepView.StrategyView> strategies(SweepState state) {
        var byStrategy = new LinkedHashMap<String, int[]>();
        for (Experiment experiment : state.plan().experiments()) {
            int[] count = byStrategy.computeIfAbsent(experiment.row().strategy().word(), strategy -> new int[3]);
            count[0]++;
            var selection = experiment.selection();
            if (selection != null && !selection.isMade()) {
                count[2] += selection.over() ? 1 : 0;
            } else if (haveSucceeded(experiment.trials(), state)) {
                count[1]++;
            } else if (state.counts().givenUp() > 0
                    && experiment.trials().stream().anyMatch(i -> state.status(i) == TrialStatus.GIVEN_UP)) {
                count[2]++;
            }
        }
        var views = new ArrayList<SweepView.StrategyView>();
        byStrategy.forEach(
                (strategy, count) -> views.add(new SweepView.StrategyView(strategy, count[0], count[1], count[2])));
        return views;
    }

    /** The last first: mostly they end in order, and people look often at sweeps that have far to go. */
    private static boolean haveSucceeded(List<Integer> trials, SweepState state) {
        for (int i = trials.size() - 1; i >= 0; i--) {
            if (state.status(trials.get(i)) != TrialStatus.SUCCEEDED) {
                return false;
            }
        }
        return true;
    }
}
