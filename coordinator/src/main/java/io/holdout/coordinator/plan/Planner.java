package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns a sweep file into a plan. */
public final class Planner {
    private Planner() {}

    /**
     * The plan of a sweep that is to run.
     *
     * @param dataFingerprints dataset id to content fingerprint
     * @param weights backbone name to SHA-256 of its ImageNet weights file
     * @throws io.holdout.protocol.failure.HoldoutException WEIGHTS_MISSING, DATA_MISSING, NO_SOURCE_TASKS,
     *     PLAN_TOO_LARGE
     */
    public static Plan plan(
            SweepFile file,
            Catalogue catalogue,
            SortedMap<String, String> dataFingerprints,
            SortedMap<String, String> weights) {
        return plan(file, catalogue, dataFingerprints, weights, Recipes.CURRENT);
    }

    static Plan plan(
            SweepFile file,
            Catalogue catalogue,
            SortedMap<String, String> dataFingerprints,
            SortedMap<String, String> weights,
            Recipes recipes) {
        return new PlanBuilder(file, catalogue, new TrialSpecs(file, dataFingerprints, weights, false, recipes))
                .build();
    }

    /** The plan for looking at only: it needs neither data nor weights, so its trial ids are not those of a run. */
    public static Plan preview(SweepFile file, Catalogue catalogue) {
        return new PlanBuilder(
                        file, catalogue, new TrialSpecs(file, new TreeMap<>(), new TreeMap<>(), true, Recipes.CURRENT))
                .build();
    }
}
