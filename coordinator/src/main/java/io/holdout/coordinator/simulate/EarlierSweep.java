package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Another sweep of the same home, which has finished some of the trials; or none, in most worlds. */
final class EarlierSweep {
    private static final double THERE_IS_ONE = 0.3;
    private static final NodeInfo NODE = new NodeInfo("earlier", 1, "cpu", "simulated", 1, "17", "simulated");

    private final World world;
    private final List<Reused> results;
    private final Set<TrialId> held = new HashSet<>();
    private double share;

    EarlierSweep(World world) {
        this.world = world;
        Map<TrialId, Reused> offered = new HashMap<>();
        Dice dice = world.dice();
        if (dice.chance(THERE_IS_ONE)) {
            share = dice.chance(0.2) ? 1 : 0.5;
            for (PlannedTrial trial : world.workload().plan().trials()) {
                if (dice.chance(share)) {
                    String result = world.results().hash(trial);
                    offered.put(trial.id(), new Reused(trial.id(), "earlier", result, 0.5, 5_000, "worker-0", NODE));
                }
            }
        }
        results = Reuse.of(world.workload().plan(), offered);
        for (Reused each : results) {
            int index = world.workload().plan().indexOf(each.trial()).orElseThrow();
            PlannedTrial trial = world.workload().plan().trials().get(index);
            world.store().hold(each.result());
            world.results().of(trial).artifacts().forEach(world.store()::hold);
        }
    }

    /** What it has of trials that a search has added: some of them, the same whenever it is asked. */
    List<Reused> resultsOf(List<TrialId> wanted) {
        var found = new ArrayList<Reused>();
        for (TrialId id : wanted) {
            double own = Integer.parseInt(id.hex().substring(0, 4), 16) / 65_536.0;
            if (own < share) {
                PlannedTrial trial = world.trial(id);
                String result = world.results().hash(trial);
                double headline = FabricatedResults.headline(trial.spec());
                found.add(new Reused(id, "earlier", result, headline, 5_000, "worker-0", NODE));
                if (held.add(id)) {
                    world.store().hold(result);
                    world.results().of(trial).artifacts().forEach(world.store()::hold);
                }
            }
        }
        return found;
    }

    /** What it has, in the order of the whole plan. */
    List<Reused> results() {
        return results;
    }
}
