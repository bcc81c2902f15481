package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * How one trial learned, epoch by epoch: a pre-training on its source tasks, or a supervised training on its target.
 *
 * @param label people's words for the trial
 * @param bestEpoch 1-based epoch whose checkpoint has the best validation AUROC
 */
public record Curve(TrialId trial, String label, int bestEpoch, List<EpochPoint> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * The curves of a plan's finished trials that have one, in the plan's order.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}; asked of those that may have a curve
     */
    public static List<Curve> of(Plan plan, IntFunction<Outcome> outcomes) {
        var curves = new ArrayList<Curve>();
        for (PlannedTrial trial : plan.trials()) {
            // most trials are others, and reading a result is slow
            if (!learns(trial) || !(outcomes.apply(trial.index()) instanceof Outcome.Done done)) {
                continue;
            }
            if (done.result() instanceof TrialResult.Pretrained pretrained) {
                curves.add(new Curve(trial.id(), trial.label(), pretrained.bestEpoch(), pretrained.epochs()));
            } else if (done.result() instanceof TrialResult.Supervised supervised) {
                curves.add(new Curve(trial.id(), trial.label(), supervised.bestEpoch(), supervised.epochs()));
            }
        }
        return curves;
    }

    private static boolean learns(PlannedTrial trial) {
        return trial.spec() instanceof PretrainSpec || trial.spec() instanceof SupervisedSpec;
    }
}
