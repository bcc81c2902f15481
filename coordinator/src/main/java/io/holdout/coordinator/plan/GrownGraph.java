package io.holdout.coordinator.plan;

import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trials of a plan and those that a search adds to them; what was there keeps its index. */
final class GrownGraph implements Graph {
    private final Plan plan;
    private final CostModel costs;
    private final double waiting;
    private final List<PlannedTrial> trials;
    private final Map<TrialId, Integer> added = new HashMap<>();

    /** @param waiting how much a search will still ask for, as a multiple of what a trial that is added costs */
    GrownGraph(Plan plan, CostModel costs, double waiting) {
        this.plan = plan;
        this.costs = costs;
        this.waiting = waiting;
        this.trials = new ArrayList<>(plan.trials());
    }

    @Override
    public int add(TrialSpec spec, String what) {
        TrialId id = spec.id();
        var known = plan.indexOf(id);
        if (known.isPresent()) {
            return known.getAsInt();
        }
        return added.computeIfAbsent(id, each -> append(id, spec, what));
    }

    private int append(TrialId id, TrialSpec spec, String what) {
        int index = trials.size();
        TrialGraph.checkSize(index);
        List<Integer> dependencies =
                spec.dependencies().stream().map(this::indexOf).toList();
        double cost = costs.of(spec);
        trials.add(new PlannedTrial(index, id, spec, dependencies, List.of(), what, cost, cost * (1 + waiting)));
        dependencies.forEach(needed -> trials.set(needed, trials.get(needed).neededBy(index)));
        return index;
    }

    private int indexOf(TrialId id) {
        Integer index = added.get(id);
        return index != null ? index : plan.indexOf(id).orElseThrow();
    }

    @Override
    public double cost(TrialSpec spec) {
        return costs.of(spec);
    }

    @Override
    public TrialId id(int index) {
        return trials.get(index).id();
    }

    /** A trial and all that it needs, the first to run first. */
    List<Integer> chain(int index) {
        var chain = new ArrayList<Integer>();
        for (int needed : trials.get(index).dependencies()) {
            chain.addAll(chain(needed));
        }
        chain.add(index);
        return chain;
    }

    List<PlannedTrial> trials() {
        return trials;
    }

    Map<TrialId, Integer> added() {
        return added;
    }
}
