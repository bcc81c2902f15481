package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.SortedMap;

/**
 * All that a plan is made from.
 *
 * @param file text of the sweep file
 * @param fileName its name, for errors
 * @param fingerprints dataset id to content fingerprint
 * @param weights backbone name to SHA-256 of its weights file
 */
public record Submission(
        String file,
        String fileName,
        Catalogue catalogue,
        SortedMap<String, String> fingerprints,
        SortedMap<String, String> weights) {

    /** @throws HoldoutException BAD_SWEEP_FILE and what {@link Planner} throws */
    public Plan plan() {
        return Planner.plan(SweepFile.read(file, fileName, catalogue), catalogue, fingerprints, weights);
    }

    SweepEvent.SweepSubmitted toEvent(Plan plan, String version, long atMillis, boolean fresh) {
        var event = new SweepEvent.SweepSubmitted(
                plan.name(),
                file,
                catalogueJson(catalogue),
                Named.listOf(fingerprints),
                Named.listOf(weights),
                plan.digest(),
                version,
                atMillis,
                fresh);
        LastPlan.remember(event, plan);
        return event;
    }

    static Submission of(SweepEvent.SweepSubmitted event) {
        return new Submission(
                event.file(),
                event.sweep() + ".yaml",
                catalogueOf(event.catalogue()),
                Named.mapOf(event.fingerprints()),
                Named.mapOf(event.weights()));
    }

    /**
     * The plan that an accepted submission means to this version.
     *
     * @throws HoldoutException PLAN_CHANGED if another version of Holdout made another plan of it: its journal names
     *     trials by their place in that plan
     */
    public static Plan planOf(SweepEvent.SweepSubmitted event) {
        Plan known = LastPlan.of(event);
        if (known != null) {
            return known;
        }
        Plan plan = of(event).plan();
        if (!plan.digest().equals(event.planDigest())) {
            throw HoldoutException.user(
                    "PLAN_CHANGED",
                    "sweep '" + event.sweep() + "' was planned by Holdout " + event.version()
                            + ", and this version makes another plan of the same file; finish it with that version, or"
                            + " run it under another name");
        }
        LastPlan.remember(event, plan);
        return plan;
    }

    /** The first ways in which this differs from what was submitted before under the same name; empty if in none. */
    List<String> differencesTo(SweepEvent.SweepSubmitted earlier) {
        Submission before = of(earlier);
        var differences = new java.util.ArrayList<String>();
        differences.addAll(SweepFile.read(before.file, before.fileName, before.catalogue)
                .differencesTo(SweepFile.read(file, fileName, catalogue)));
        mapDifferences("data of ", before.fingerprints, fingerprints, differences);
        mapDifferences("weights of ", before.weights, weights, differences);
        return differences;
    }

    private static void mapDifferences(
            String what, SortedMap<String, String> before, SortedMap<String, String> now, List<String> differences) {
        before.forEach((name, value) -> {
            String other = now.get(name);
            if (!value.equals(other)) {
                differences.add(what + name + (other == null ? ": gone" : ": changed"));
            }
        });
        now.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> differences.add(what + name + ": new"));
    }

    /** Canonical JSON of a catalogue. */
    public static String catalogueJson(Catalogue catalogue) {
        return CanonicalJson.write(catalogue.datasets());
    }

    /** @throws IllegalArgumentException if it is not such JSON */
    public static Catalogue catalogueOf(String json) {
        return new Catalogue(List.of(CanonicalJson.read(json, DatasetInfo[].class)));
    }
}
