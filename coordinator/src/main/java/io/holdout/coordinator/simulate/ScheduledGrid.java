package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.schedule.Shapes;
import io.holdout.coordinator.schedule.TrialShape;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What MedIMeta's authors ran, as work: 54 held-out tasks, three strategies, two backbones, ten numbers of shots, and the
 * learning rates and steps that they tried.
 *
 * @param shared the trials of Holdout's plan
 * @param unshared the same with a pre-training of its own for each held-out task
 */
record ScheduledGrid(List<TrialShape> shared, List<TrialShape> unshared) {
    private static final String FILE =
            """
            sweep: authors-grid
            targets: all
            strategies: [imagenet, mm-pt, mm-maml]
            backbones: [resnet18, resnet50]
            shots: [1, 2, 3, 5, 7, 10, 15, 20, 25, 30]
            episodes: 100
            fine_tune: {learning_rate: [0.001, 0.01], steps: [50, 100], episodes_per_trial: EPISODES}
            """;

    /** @param episodesPerTrial of the 100 episodes of a cell; fewer make more and shorter trials */
    static ScheduledGrid of(int episodesPerTrial) {
        Catalogue catalogue = MedimetaCatalogue.load();
        String text = FILE.replace("EPISODES", Integer.toString(episodesPerTrial));
        Plan plan = Planner.preview(SweepFile.read(text, "authors-grid.yaml", catalogue), catalogue);
        List<TrialShape> shared = Shapes.of(plan);
        return new ScheduledGrid(shared, unshared(plan, shared));
    }

    private record Use(String target, int trial) {}

    private static List<TrialShape> unshared(Plan plan, List<TrialShape> shared) {
        var all = new ArrayList<TrialShape>();
        Map<Use, Integer> positions = new HashMap<>();
        for (Experiment experiment : plan.experiments()) {
            for (int index : experiment.needs()) {
                var use = new Use(experiment.target().toString(), index);
                if (!positions.containsKey(use)) {
                    TrialShape shape = shared.get(index);
                    List<Integer> needed = shape.dependencies().stream()
                            .map(needs -> positions.get(new Use(use.target(), needs)))
                            .toList();
                    positions.put(use, all.size());
                    all.add(new TrialShape(shape.group(), shape.place(), shape.memoryMiB(), shape.cost(), 0, needed));
                }
            }
        }
        return all;
    }
}
