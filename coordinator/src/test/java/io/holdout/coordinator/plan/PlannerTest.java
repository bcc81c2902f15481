package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();
    private static final String BASE = "sweep: x\nstrategies: [random-init, mm-pt, mm-maml]\nbackbones: [conv4]\n";

    private static Plan plan(String text) {
        var fingerprints = new TreeMap<String, String>();
        CATALOGUE.datasets().forEach(dataset -> fingerprints.put(dataset.id(), "f-" + dataset.id()));
        return Planner.plan(SweepFile.read(text, "x.yaml", CATALOGUE), CATALOGUE, fingerprints, new TreeMap<>());
    }

    private static Set<TrialId> ids(Plan plan) {
        return plan.trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
    }

    private static long count(Plan plan, TrialKind kind) {
        return plan.trials().stream()
                .filter(trial -> trial.spec().trialKind() == kind)
                .count();
    }

    @Test
    void pre_trains_once_for_each_of_the_eleven_source_sets() {
        Plan plan = plan(BASE);
        SweepFile file = SweepFile.read(BASE, "x.yaml", CATALOGUE);

        assertEquals(54, plan.columns().size());
        assertEquals(162, plan.experiments().size());
        assertEquals(22, count(plan, TrialKind.PRETRAIN));
        assertEquals(11, PlanSummary.of(plan, file, new TreeMap<>()).sourceSets());
        assertEquals(108, PlanSummary.of(plan, file, new TreeMap<>()).pretrainingsUnshared());
        assertEquals(38, PlanSummary.of(plan, file, new TreeMap<>()).pretrainingsPerDataset());
    }

    @Test
    void is_a_graph_without_cycles_in_which_each_trial_stands_once_after_what_it_needs() {
        Plan plan = plan(BASE + "fine_tune: {episodes_per_trial: 10, steps: [50, 100]}\n");

        assertEquals(plan.trials().size(), ids(plan).size());
        for (PlannedTrial trial : plan.trials()) {
            for (int dependency : trial.dependencies()) {
                assertTrue(dependency < trial.index());
                assertTrue(plan.trials().get(dependency).dependents().contains(trial.index()));
                assertTrue(plan.trials().get(dependency).priority() > trial.priority());
            }
        }
        var reached = new HashSet<Integer>();
        plan.experiments().forEach(experiment -> reached.addAll(experiment.needs()));
        assertEquals(plan.trials().size(), reached.size(), "no trial is run in vain");
    }

    @Test
    void one_run_reports_at_several_step_counts() {
        assertEquals(
                count(plan(BASE), TrialKind.ADAPT),
                count(plan(BASE + "fine_tune: {steps: [50, 100]}\n"), TrialKind.ADAPT));
        assertEquals(
                2 * plan(BASE).experiments().size(),
                plan(BASE + "fine_tune: {steps: [50, 100]}\n").experiments().size());
    }

    @Test
    void a_trial_keeps_its_id_whatever_else_the_sweep_holds() {
        Set<TrialId> all = ids(plan(BASE));

        assertTrue(all.containsAll(ids(plan(BASE + "targets: [bus, oct]\n"))));
        assertTrue(all.containsAll(ids(plan(BASE.replace("sweep: x", "sweep: y").replace("mm-pt, ", "")))));
        assertEquals(all, ids(plan(BASE.replace("random-init, mm-pt, mm-maml", "mm-maml, mm-pt, random-init"))));
    }

    @Test
    void a_trial_gets_another_id_when_anything_changes_that_can_change_its_result() {
        Set<TrialId> all = ids(plan(BASE));

        for (String change : new String[] {"seed: 1", "image_size: 64", "source_tasks: primary\nshots: 1"}) {
            var others = ids(plan(BASE + change + "\n"));
            others.retainAll(all);
            assertTrue(others.isEmpty(), change);
        }
    }

    @Test
    void says_which_weights_are_missing_where_to_get_them_and_where_to_put_them() {
        var error = assertThrows(
                HoldoutException.class, () -> plan("sweep: x\nstrategies: [imagenet]\nbackbones: [resnet18]\n"));

        assertEquals("WEIGHTS_MISSING", error.failure().code());
        assertTrue(error.getMessage().contains("https://download.pytorch.org/models/resnet18-f37072fd.pth"));
        assertTrue(error.getMessage().contains("<home>/weights/"));
    }
}
