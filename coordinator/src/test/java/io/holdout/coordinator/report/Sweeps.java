package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Small sweeps and made-up results that depend on what is measured, never on how it was cut into trials. */
final class Sweeps {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();

    private Sweeps() {}

    /** Two datasets, three tasks. */
    static Plan small(String more) {
        return plan("sweep: small\ndatasets: [bus, oct]\ntargets: [bus, oct/disease class]\nbackbones: conv4\n" + more);
    }

    static Plan plan(String text) {
        return Planner.preview(SweepFile.read(text, "test.yaml", CATALOGUE), CATALOGUE);
    }

    /** A result with an AUROC drawn from strategy-independent seeds of target, start and episode. */
    static Outcome drawn(PlannedTrial trial) {
        TrialSpec spec = trial.spec();
        if (!(spec instanceof AdaptSpec adapt)) {
            return done(spec, episode -> 0.9);
        }
        String what = adapt.target() + " " + adapt.start().getClass().getSimpleName();
        return done(spec, episode -> new SplittableRandom(Seeds.derive(7, what, episode)).nextDouble());
    }

    static Outcome done(TrialSpec spec, java.util.function.IntToDoubleFunction auroc) {
        if (spec instanceof SupervisedSpec) {
            return new Outcome.Done(
                    new TrialResult.Supervised(auroc.applyAsDouble(0), 0.8, 0.4, 90, 3, "c", List.of()));
        }
        if (!(spec instanceof AdaptSpec adapt)) {
            return new Outcome.Done(new TrialResult.Pretrained(new TreeMap<>(), 1, List.of()));
        }
        var points = new ArrayList<TrialResult.EpisodePoint>();
        for (int episode = adapt.fromEpisode(); episode < adapt.toEpisode(); episode++) {
            for (int steps : adapt.method().steps()) {
                double value = auroc.applyAsDouble(episode) + (steps > 50 ? 0.05 : 0);
                points.add(new TrialResult.EpisodePoint(episode, steps, value, 0.5, 0.7));
            }
        }
        return new Outcome.Done(new TrialResult.Adapted(points));
    }
}
