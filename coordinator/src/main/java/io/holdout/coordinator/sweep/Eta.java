package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates the remaining time: cost estimates, scaled by what finished trials of the same kind took. Pure. */
final class Eta {
    private static final String ALL = "all";

    /** Milliseconds a unit of cost, by kind of trial. */
    private final Map<String, double[]> measured = new HashMap<>();

    private Eta() {}

    /** @return milliseconds; null while nothing has finished, and when nothing runs */
    static @Nullable Long millis(SweepState state, Map<AttemptId, AttemptProgress> progress, int slots, long now) {
        if (state.phase() != SweepPhase.RUNNING) {
            return null;
        }
        var eta = new Eta();
        List<PlannedTrial> planned = state.plan().trials();
        for (PlannedTrial trial : planned) {
            var finished = state.trial(trial.index()).finished();
            if (finished != null) {
                eta.learn(kind(trial), trial.cost(), finished.durationMillis());
                eta.learn(ALL, trial.cost(), finished.durationMillis());
            }
        }
        if (eta.measured.isEmpty()) {
            return null;
        }
        double sum = 0;
        double longest = 0;
        for (PlannedTrial trial : planned) {
            double millis = eta.remaining(state, trial, progress, now);
            sum += millis;
            longest = Math.max(longest, millis);
        }
        return Math.round(Math.max(longest, sum / slots));
    }

    private void learn(String kind, double cost, double millis) {
        double[] total = measured.computeIfAbsent(kind, k -> new double[2]);
        total[0] += cost;
        total[1] += millis;
    }

    private double remaining(SweepState state, PlannedTrial trial, Map<AttemptId, AttemptProgress> progress, long now) {
        if (state.status(trial.index()).isEnd()) {
            return 0;
        }
        double[] total = measured.getOrDefault(kind(trial), measured.getOrDefault(ALL, new double[] {1, 0}));
        double whole = total[0] > 0 ? trial.cost() * total[1] / total[0] : 0;
        var running = state.trial(trial.index()).running();
        if (running == null) {
            return whole;
        }
        AttemptProgress at = progress.get(state.attemptOf(trial.index()));
        long elapsed = Math.max(1, now - running.startedMillis());
        return at != null && at.done() > 0 && at.total() > 0
                ? elapsed * (double) Math.max(0, at.total() - at.done()) / at.done()
                : Math.max(0, whole - elapsed);
    }

    private static String kind(PlannedTrial trial) {
        return trial.spec() instanceof PretrainSpec pretrain && pretrain.settings() instanceof PretrainSettings.Maml
                ? "maml"
                : trial.spec().trialKind().word();
    }
}
