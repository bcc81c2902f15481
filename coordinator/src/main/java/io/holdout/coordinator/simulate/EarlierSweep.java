package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.TrialId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another sweep of the same home, which has finished some of the trials; or none, in most worlds. */
final class EarlierSweep {
    private static final double THERE_IS_ONE = 0.3;
    private static final NodeInfo NODE = new NodeInfo("earlier", 1, "cpu", "simulated", 1, "17", "simulated");

    private final List<Reused> results;

    EarlierSweep(World world) {
        Map<TrialId, Reused> offered = new HashMap<>();
        Dice dice = world.dice();
        if (dice.chance(THERE_IS_ONE)) {
            double share = dice.chance(0.2) ? 1 : 0.5;
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

    /** What it has, in the order of the whole plan. */
    List<Reused> results() {
        return results;
    }
}
