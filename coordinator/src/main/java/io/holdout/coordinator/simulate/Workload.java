package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
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
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small real sweep, the result that each of its trials has, and the table of an undisturbed run. Immutable. */
final class Workload {
    private static final List<String> FILES = List.of(
            """
            sweep: simulated
            targets: primary
            strategies: [random-init, mm-pt]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2}
            """,
            """
            sweep: simulated
            targets: all
            strategies: [random-init, supervised, mm-pt, mm-maml]
            backbones: [conv4]
            episodes: 3
            fine_tune: {episodes_per_trial: 2}
            """,
            """
            sweep: simulated
            targets: primary
            strategies: [mm-pt]
            backbones: [conv4]
            episodes: 6
            fine_tune: {episodes_per_trial: 2, learning_rate: [0.001, 0.01]}
            mm_pt: {learning_rate: [0.001, 0.0001]}
            """);

    /** All workloads; a seed draws one. */
    static final List<Workload> ALL = FILES.stream().map(Workload::new).toList();

    private final Submission submission;
    private final Plan plan;
    private final List<TrialResult> results = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();
    private final List<String> otherHashes = new ArrayList<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Table table;
    private final String tableText;

    private Workload(String file) {
        var fingerprints = new TreeMap<String, String>();
        Catalogue catalogue = catalogue();
        catalogue.datasets().forEach(dataset -> fingerprints.put(dataset.id(), CanonicalJson.sha256(dataset.id())));
        this.submission = new Submission(file, "simulated.yaml", catalogue, fingerprints, new TreeMap<>());
        this.plan = submission.plan();
        for (PlannedTrial trial : plan.trials()) {
            TrialResult result = FabricatedResults.of(trial.spec(), 0);
            if (result instanceof TrialResult.Pretrained pretrained) {
                pretrained.checkpoints().values().forEach(hash -> contents.put(hash, new byte[0]));
            }
            results.add(result);
            hashes.add(keep(result));
            otherHashes.add(keep(FabricatedResults.of(trial.spec(), 1)));
        }
        this.table = Table.of(plan, index -> new Outcome.Done(results.get(index)));
        this.tableText = text(table);
    }

    private String keep(TrialResult result) {
        byte[] bytes = result.canonicalForm().getBytes(StandardCharsets.UTF_8);
        String hash = CanonicalJson.sha256(bytes);
        contents.put(hash, bytes);
        return hash;
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

    Plan plan() {
        return plan;
    }

    String name() {
        return plan.name();
    }

    /** The result of the trial at this place, or what its checkpoints are. */
    TrialResult result(int index) {
        return results.get(index);
    }

    String hash(int index) {
        return hashes.get(index);
    }

    /** What the trial would come to on a machine that computes differently. */
    String otherHash(int index) {
        return otherHashes.get(index);
    }

    byte[] content(String hash) {
        byte[] bytes = contents.get(hash);
        if (bytes == null) {
            throw new IllegalArgumentException("nobody made " + hash);
        }
        return bytes;
    }

    /** The table of a run without faults. */
    Table table() {
        return table;
    }

    String tableText() {
        return tableText;
    }
}
