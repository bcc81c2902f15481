package io.holdout.coordinator.plan;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects trials, each once however many experiments need it, and works out who waits for whom. */
final class TrialGraph implements Graph {
    /** Beyond this a sweep is surely a mistake in its grid, and would not fit in memory. */
    private static final int MOST_TRIALS = 2_000_000;
    /** Share of the work that waits for a trial which counts on top of its critical path. */
    private static final double WAITING_SHARE = 0.1;

    private final CostModel costs;
    private final List<TrialSpec> specs = new ArrayList<>();
    private final List<TrialId> ids = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Map<TrialSpec, Integer> indexOfSpec = new HashMap<>();
    private final Map<TrialId, Integer> indexOfId = new HashMap<>();

    TrialGraph(CostModel costs) {
        this.costs = costs;
    }

    @Override
    public int add(TrialSpec spec, String what) {
        Integer known = indexOfSpec.get(spec);
        if (known != null) {
            return known;
        }
        checkSize(specs.size());
        int index = specs.size();
        TrialId id = spec.id();
        specs.add(spec);
        ids.add(id);
        words.add(what);
        indexOfSpec.put(spec, index);
        indexOfId.put(id, index);
        return index;
    }

    /** @throws HoldoutException PLAN_TOO_LARGE */
    static void checkSize(int trials) {
        if (trials >= MOST_TRIALS) {
            throw HoldoutException.user(
                    "PLAN_TOO_LARGE", "the sweep has more than " + MOST_TRIALS + " trials; make its grid smaller");
        }
    }

    @Override
    public double cost(TrialSpec spec) {
        return costs.of(spec);
    }

    @Override
    public TrialId id(int index) {
        return ids.get(index);
    }

    List<PlannedTrial> trials() {
        int count = specs.size();
        var dependencies = new ArrayList<List<Integer>>();
        var dependents = new ArrayList<List<Integer>>();
        for (int i = 0; i < count; i++) {
            dependents.add(new ArrayList<>());
            List<Integer> needed = specs.get(i).dependencies().stream()
                    .map(id -> indexOfId.getOrDefault(id, -1))
                    .toList();
            dependencies.add(needed);
            for (int dependency : needed) {
                dependents.get(dependency).add(i);
            }
        }
        double[] cost = new double[count];
        double[] priority = new double[count];
        for (int i = count - 1; i >= 0; i--) {
            cost[i] = costs.of(specs.get(i));
            double longest = 0;
            double waiting = 0;
            for (int dependent : dependents.get(i)) {
                longest = Math.max(longest, priority[dependent]);
                waiting += cost[dependent];
            }
            priority[i] = cost[i] + longest + WAITING_SHARE * waiting;
        }
        var trials = new ArrayList<PlannedTrial>();
        for (int i = 0; i < count; i++) {
            trials.add(new PlannedTrial(
                    i,
                    ids.get(i),
                    specs.get(i),
                    dependencies.get(i),
                    dependents.get(i),
                    words.get(i),
                    cost[i],
                    priority[i]));
        }
        return trials;
    }

    String digest(List<Experiment> experiments) {
        var text = new StringBuilder();
        ids.forEach(id -> text.append(id.hex()).append('\n'));
        for (Experiment experiment : experiments) {
            text.append(experiment.row().title())
                    .append('|')
                    .append(experiment.target())
                    .append('|')
                    .append(experiment.trials())
                    .append('\n');
        }
        return CanonicalJson.sha256(text.toString());
    }
}
