package io.holdout.coordinator.simulate;

import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.Paused;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Rung;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Results without training: a pure function of the trial. */
final class FabricatedResults {
    private FabricatedResults() {}

    /** @param variant 0 for the result, another for what a machine that computes differently would find */
    static TrialResult of(TrialSpec spec, int variant) {
        String id = spec.id().hex();
        if (spec instanceof AdaptSpec adapt) {
            var points = new ArrayList<TrialResult.EpisodePoint>();
            for (int episode = adapt.fromEpisode(); episode < adapt.toEpisode(); episode++) {
                for (int steps : adapt.method().steps()) {
                    double auroc = draw(id, variant, episode, steps, "auroc");
                    double accuracy = draw(id, variant, episode, steps, "accuracy");
                    points.add(new TrialResult.EpisodePoint(episode, steps, auroc, accuracy, 0.5));
                }
            }
            return new TrialResult.Adapted(points);
        }
        if (spec instanceof ValidateSpec validate) {
            return new TrialResult.Validated(validate.sourceTasks().stream()
                    .map(task -> new TrialResult.TaskPoint(
                            task.toString(), draw(id, variant, task), draw(id, variant, task, "accuracy"), 10, 0))
                    .toList());
        }
        if (spec instanceof PretrainSpec pretrain) {
            var checkpoints = new TreeMap<CheckpointKind, String>();
            for (CheckpointKind kind : CheckpointKind.values()) {
                checkpoints.put(kind, CanonicalJson.sha256(id + kind));
            }
            var epoch = new TrialResult.EpochPoint(1, 0.7, 0.6, draw(id, variant, "validation"));
            return new TrialResult.Pretrained(checkpoints, 1, List.of(epoch), paused(id, pretrain.rung()));
        }
        String checkpoint = CanonicalJson.sha256(id + "supervised");
        return new TrialResult.Supervised(
                draw(id, variant, "auroc"),
                draw(id, variant, "accuracy"),
                0.5,
                200,
                1,
                checkpoint,
                List.of(),
                paused(id, ((SupervisedSpec) spec).rung()));
    }

    private static @Nullable Paused paused(String id, @Nullable Rung rung) {
        return rung == null
                ? null
                : new Paused("{}", new TreeMap<>(Map.of("state-1", CanonicalJson.sha256(id + "state"))));
    }

    /** What its report says of a trial; now and then it is not defined. */
    static double headline(TrialSpec spec) {
        double value = draw(spec.id().hex(), "headline");
        return value < 0.02 ? Double.NaN : value;
    }

    /** In [0,1). */
    private static double draw(String id, Object... purposes) {
        return (Seeds.derive(id.hashCode(), purposes) >>> 11) * 0x1.0p-53;
    }
}
