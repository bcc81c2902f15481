package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small real sweep, and the table of an undisturbed run. Immutable. */
final class Workload {
    /**
     * A sweep file, and the end of it that a smaller one lacks or has otherwise.
     *
     * @param part what stands in the file
     * @param smaller what stands there in a file of which it is an extension
     */
    private record Extended(String file, String part, String smaller) {
        static Extended never(String file) {
            return new Extended(file, file, file);
        }
    }

    private static final List<Extended> FILES = List.of(
            new Extended(
                    """
            sweep: simulated
            targets: primary
            strategies: [random-init, mm-pt]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2}
            """,
                    "[random-init, mm-pt]",
                    "[random-init]"),
            new Extended(
                    """
            sweep: simulated
            targets: all
            strategies: [random-init, supervised, mm-pt, mm-maml]
            backbones: [conv4]
            episodes: 3
            fine_tune: {episodes_per_trial: 2}
            """,
                    "targets: all",
                    "targets: primary"),
            new Extended(
                    """
            sweep: simulated
            targets: primary
            strategies: [mm-pt]
            backbones: [conv4]
            episodes: 6
            fine_tune: {episodes_per_trial: 2, learning_rate: [0.001, 0.01]}
            mm_pt: {learning_rate: [0.001, 0.0001]}
            """,
                    "[0.001, 0.0001]",
                    "[0.0001]"),
            Extended.never(
                    """
            sweep: simulated
            targets: aaa
            strategies: [random-init, mm-pt, supervised]
            backbones: [conv4]
            episodes: 2
            fine_tune: {episodes_per_trial: 2}
            mm_pt: {epochs: 4}
            supervised: {epochs: 4}
            search:
              random-init: {sampler: grid, points: 2, space: {fine_tune.learning_rate: {uniform: [0.1, 1]}}}
              mm-pt:
                trials: 12
                parallel: 3
                space: {learning_rate: {loguniform: [0.001, 1]}, batch_size: {choice: [32, 64]}}
                stopping: {rule: asha, reduction: 4}
              supervised:
                trials: 5
                parallel: 1
                space: {learning_rate: {loguniform: [0.001, 1]}}
                stopping: {rule: median, start_up: 2, interval: 2}
            """));

    /** All workloads; a seed draws one. */
    static final List<Workload> ALL = FILES.stream().map(Workload::new).toList();

    private final Submission submission;
    private final Submission smaller;
    private final Plan plan;
    private final Plan searched;
    private final Table table;
    private final String tableText;

    private Workload(Extended extended) {
        var fingerprints = new TreeMap<String, String>();
        Catalogue catalogue = catalogue();
        catalogue.datasets().forEach(dataset -> fingerprints.put(dataset.id(), CanonicalJson.sha256(dataset.id())));
        this.submission = new Submission(extended.file(), "simulated.yaml", catalogue, fingerprints, new TreeMap<>());
        String less = extended.file().replace(extended.part(), extended.smaller());
        this.smaller = new Submission(less, "simulated.yaml", catalogue, fingerprints, new TreeMap<>());
        this.plan = submission.plan();
        this.searched = UndisturbedSearches.searched(plan);
        var results = new TrueResults();
        this.table = Table.of(
                plan, index -> new Outcome.Done(results.of(plan.trials().get(index))));
        this.tableText = text(table);
    }

    private static Catalogue catalogue() {
        return new Catalogue(List.of(dataset("aaa", 2), dataset("bbb", 1), dataset("ccc", 1)));
    }

    private static DatasetInfo dataset(String id, int tasks) {
        var sizes = new SplitSizes(700, 100, 200);
        var infos = new ArrayList<TaskInfo>();
        for (int i = 0; i < tasks; i++) {
            var labels = new TreeMap<>(Map.of(0, "no", 1, "yes"));
            infos.add(new TaskInfo(id, "task " + i, TaskTarget.BINARY_CLASSIFICATION, labels));
        }
        return new DatasetInfo(
                id, id, "domain of " + id, 3, 224, 224, 1000, sizes, sizes, List.of(), List.of(), "CC0", infos);
    }

    /** The bytes that must be equal. */
    static String text(Table table) {
        return TableText.csv(table);
    }

    Submission submission() {
        return submission;
    }

    /** Of which {@link #submission} is an extension. */
    Submission smaller() {
        return smaller;
    }

    Plan plan() {
        return plan;
    }

    String name() {
        return plan.name();
    }

    /** The plan as it has grown after searches to which nothing happened. */
    Plan searched() {
        return searched;
    }

    /** Whether the plan grows: then what it grows to depends on the order of results. */
    boolean isSearched() {
        return plan.searches().size() > 0;
    }

    /** The table of a run without faults. */
    Table table() {
        return table;
    }

    String tableText() {
        return tableText;
    }
}
