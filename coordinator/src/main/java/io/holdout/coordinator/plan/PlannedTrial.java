package io.holdout.coordinator.plan;

import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A trial in its place in the graph.
 *
 * @param index position in {@link Plan#trials()}
 * @param dependencies indices of trials whose results it needs, ascending, all smaller than {@code index}
 * @param dependents indices of trials that need its result, ascending, all larger than {@code index}
 * @param what people's words, such as {@code mm-pt conv4 on 17 datasets (without aml, pbc)}; those of an adaptation are the
 *     same for all of its episodes
 * @param cost estimated work in GFLOP; only ratios mean something
 * @param priority larger first: the work on the critical path from here, plus a share of all work that waits for it
 */
public record PlannedTrial(
        int index,
        TrialId id,
        TrialSpec spec,
        List<Integer> dependencies,
        List<Integer> dependents,
        String what,
        double cost,
        double priority) {
    public PlannedTrial {
        dependencies = List.copyOf(dependencies);
        dependents = List.copyOf(dependents);
    }

    /** People's words for it alone. */
    public String label() {
        return spec instanceof AdaptSpec adapt
                ? what + ", episodes " + adapt.fromEpisode() + "-" + (adapt.toEpisode() - 1)
                : what;
    }

    /** This, with one more that needs its result. */
    PlannedTrial neededBy(int dependent) {
        var more = new ArrayList<>(dependents);
        more.add(dependent);
        return new PlannedTrial(index, id, spec, dependencies, more, what, cost, priority);
    }
}
