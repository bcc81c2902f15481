package io.holdout.coordinator.schedule;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the scheduler sees of a plan. */
public final class Shapes {
    private final Map<Object, Integer> places = new HashMap<>();

    private record Place(Object weights, Object data) {}

    private Shapes() {}

    /** The shapes of a plan's trials, in its order. */
    public static List<TrialShape> of(Plan plan) {
        var shapes = new Shapes();
        var all = new ArrayList<TrialShape>(plan.trials().size());
        for (PlannedTrial trial : plan.trials()) {
            all.add(shapes.shape(trial));
        }
        return all;
    }

    private TrialShape shape(PlannedTrial trial) {
        TrialSpec spec = trial.spec();
        int place = places.computeIfAbsent(place(spec), each -> places.size());
        // a search says how much it will still suggest; whoever has dependents is ranked by those
        double after = trial.dependents().isEmpty() ? Math.max(0, trial.priority() - trial.cost()) : 0;
        return new TrialShape(
                group(spec), place, MemoryModel.mebibytes(spec), trial.cost(), after, trial.dependencies());
    }

    private static Object place(TrialSpec spec) {
        if (spec instanceof AdaptSpec adapt) {
            return new Place(adapt.start(), adapt.target().dataset());
        }
        if (spec instanceof SupervisedSpec supervised) {
            return new Place(supervised.start(), supervised.target().dataset());
        }
        if (spec instanceof ValidateSpec validate) {
            return new Place(validate.start(), validate.dataFingerprints().keySet());
        }
        PretrainSpec pretrain = (PretrainSpec) spec;
        return new Place(pretrain.start(), pretrain.dataFingerprints().keySet());
    }

    /** Trials that take about as long for their cost. */
    static String group(TrialSpec spec) {
        return method(spec) + " " + spec.backbone().name();
    }

    private static String method(TrialSpec spec) {
        if (spec instanceof PretrainSpec pretrain) {
            return pretrain.settings() instanceof PretrainSettings.Maml ? "mm-maml" : "mm-pt";
        }
        if (spec instanceof AdaptSpec adapt) {
            return method(adapt.method());
        }
        return spec instanceof ValidateSpec validate ? "validate " + method(validate.method()) : "supervised";
    }

    private static String method(AdaptMethod method) {
        return method instanceof AdaptMethod.FineTune
                ? "fine-tune"
                : method instanceof AdaptMethod.LinearProbe ? "linear-probe" : "nearest-centroid";
    }
}
