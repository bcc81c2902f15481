package io.holdout.coordinator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells where a sweep's numbers come from. */
final class Origins {
    private Origins() {}

    static Origin of(SweepState state) {
        var submission = state.submission();
        var configuration = new TreeMap<String, String>();
        SweepFile file = SweepFile.read(
                submission.file(), submission.sweep() + ".yaml", Submission.catalogueOf(submission.catalogue()));
        flatten("", CanonicalJson.read(CanonicalJson.write(file), JsonNode.class), configuration);
        configuration.remove("name");
        for (PlannedTrial trial : state.plan().trials()) {
            TrialSpec spec = trial.spec();
            String kind = spec.trialKind().name().toLowerCase(Locale.ROOT);
            configuration.put("recipe." + kind, Integer.toString(recipe(spec)));
        }
        return new Origin(
                submission.sweep(),
                state.plan().digest(),
                submission.version(),
                configuration,
                Named.mapOf(submission.fingerprints()),
                Named.mapOf(submission.weights()));
    }

    static int recipe(TrialSpec spec) {
        if (spec instanceof AdaptSpec adapt) {
            return adapt.recipe();
        }
        if (spec instanceof ValidateSpec validate) {
            return validate.recipe();
        }
        return spec instanceof PretrainSpec pretrain ? pretrain.recipe() : ((SupervisedSpec) spec).recipe();
    }

    private static void flatten(String path, JsonNode node, SortedMap<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
        } else {
            into.put(path, node.toString());
        }
    }
}
