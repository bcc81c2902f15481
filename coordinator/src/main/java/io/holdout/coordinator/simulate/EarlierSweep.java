package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another sweep of the same home, which has finished some of the trials; or none, in most worlds. */
final class EarlierSweep {
    private static final double THERE_IS_ONE = 0.3;

    private final List<Reused> results;

    EarlierSweep(World world) {
        Map<TrialId, Reused> offered = new HashMap<>();
        Dice dice = world.dice();
        if (dice.chance(THERE_IS_ONE)) {
            double share = dice.chance(0.2) ? 1 : 0.5;
            for (PlannedTrial trial : world.workload().plan().trials()) {
                if (dice.chance(share)) {
                    offered.put(trial.id(), world.workload().reused(trial.index()));
                }
            }
        }
        results = Reuse.of(world.workload().plan(), offered);
        for (Reused each : results) {
            world.store().hold(each.result());
            int index = world.workload().plan().indexOf(each.trial()).orElseThrow();
            if (world.workload().result(index) instanceof TrialResult.Pretrained pretrained) {
                pretrained.checkpoints().values().forEach(world.store()::hold);
            }
        }
    }

    /** What it has, in the order of the whole plan. */
    List<Reused> results() {
        return results;
    }
}
