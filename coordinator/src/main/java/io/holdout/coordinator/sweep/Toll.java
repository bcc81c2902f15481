package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.PlannedTrial;

/**
 * What a sweep has cost, and what it would have cost if every cell had run its trials for itself. Pure.
 *
 * @param usedMillis slot time of attempts that succeeded or run now
 * @param savedMillis slot time of succeeded trials, times the cells beyond the first that each serves
 */
public record Toll(long usedMillis, long savedMillis) {
    /** @param now wall-clock milliseconds since 1970 */
    public static Toll of(SweepState state, long now) {
        int[] cells = new int[state.plan().trials().size()];
        for (Experiment experiment : state.plan().experiments()) {
            for (int index : experiment.needs()) {
                cells[index]++;
            }
        }
        long used = 0;
        long saved = 0;
        for (PlannedTrial planned : state.plan().trials()) {
            TrialRecord trial = state.trial(planned.index());
            var finished = trial.finished();
            var running = trial.running();
            if (finished != null) {
                used += finished.durationMillis();
                saved += finished.durationMillis() * Math.max(0, cells[planned.index()] - 1);
            } else if (running != null) {
                var second = trial.second();
                used += Math.max(0, now - running.startedMillis())
                        + (second == null ? 0 : Math.max(0, now - second.startedMillis()));
            }
        }
        return new Toll(used, saved);
    }
}
