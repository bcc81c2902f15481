package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
    void each_adaptation_is_a_row_on_the_same_checkpoint() {
        Plan plan = plan(
                BASE
                        + """
                adaptations: [nearest-centroid, linear-probe, fine-tune]
                linear_probe: {learning_rate: [0.1, 0.01]}
                nearest_centroid: {distance: [cosine, euclidean]}
                """);
        assertEquals(
                List.of(
                        "fine-tune",
                        "linear-probe, lr 0.1",
                        "linear-probe, lr 0.01",
                        "nearest-centroid, euclidean",
                        "nearest-centroid, cosine"),
                plan.rows().stream().map(Row::variant).limit(5).toList());
        assertEquals(count(plan(BASE), TrialKind.PRETRAIN), count(plan, TrialKind.PRETRAIN));
        assertEquals(5 * count(plan(BASE), TrialKind.ADAPT), count(plan, TrialKind.ADAPT));
    }

    @Test
    void step_counts_share_a_run_unless_a_schedule_makes_them_differ() {
        long one = count(plan(BASE), TrialKind.ADAPT);
        assertEquals(one, count(plan(BASE + "fine_tune: {steps: [50, 100]}\n"), TrialKind.ADAPT));
        assertEquals(2 * one, count(plan(BASE + "fine_tune: {steps: [50, 100], schedule: cosine}\n"), TrialKind.ADAPT));
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
    void says_which_weights_are_missing_and_how_to_get_them() {
        var error = assertThrows(
                HoldoutException.class, () -> plan("sweep: x\nstrategies: [imagenet]\nbackbones: [resnet18]\n"));

        assertEquals("WEIGHTS_MISSING", error.failure().code());
        assertTrue(error.getMessage().contains("https://download.pytorch.org/models/resnet18-f37072fd.pth"));
        assertTrue(error.getMessage().contains("holdout weights fetch resnet18"));
    }

    @Test
    void refuses_to_plan_a_run_without_the_data_that_it_needs() {
        SweepFile file = SweepFile.read(BASE, "x.yaml", CATALOGUE);
        var error = assertThrows(
                HoldoutException.class, () -> Planner.plan(file, CATALOGUE, new TreeMap<>(), new TreeMap<>()));

        assertEquals("DATA_MISSING: there is no data of dataset 'aml'", error.getMessage());
    }

    @Test
    void refuses_a_target_that_leaves_nothing_to_pre_train_on() {
        var error = assertThrows(HoldoutException.class, () -> plan(BASE + "datasets: [aml, pbc]\n"));

        assertEquals("NO_SOURCE_TASKS", error.failure().code());
        assertTrue(error.getMessage().contains("when aml is held out"), error.getMessage());
    }

    @Test
    void refuses_a_grid_of_more_rows_than_anyone_can_read() {
        String many = IntStream.rangeClosed(1, 500).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        var error = assertThrows(
                HoldoutException.class,
                () -> plan(BASE + "fine_tune: {steps: [" + many + "]}\nseed: [" + many + "]\n"));

        assertEquals("PLAN_TOO_LARGE", error.failure().code());
    }

    @Test
    void names_trials_and_rows_by_what_tells_them_apart_and_nothing_else() {
        Plan plan = plan(
                """
                sweep: x
                strategies: mm-pt
                backbones: conv4
                targets: bus/malignancy
                seed: [0, 1]
                datasets: [bus, oct, pbc]
                episodes: 10
                fine_tune: {steps: [50, 100]}
                """);

        assertEquals(
                List.of(
                        "mm-pt conv4 (seed 0) on 2 datasets (without bus)",
                        "adapt mm-pt conv4 (seed 0) to bus/malignancy, episodes 0-9",
                        "mm-pt conv4 (seed 1) on 2 datasets (without bus)",
                        "adapt mm-pt conv4 (seed 1) to bus/malignancy, episodes 0-9"),
                plan.trials().stream().map(PlannedTrial::label).toList());
        assertEquals(
                List.of("seed 0, 50 steps", "seed 0, 100 steps", "seed 1, 50 steps", "seed 1, 100 steps"),
                plan.rows().stream().map(Row::variant).toList());
    }

    @Test
    void each_backbone_pre_trains_with_the_learning_rate_of_the_paper() {
        var file = SweepFile.read("sweep: x\nstrategies: mm-pt\ntargets: bus\n", "x.yaml", CATALOGUE);
        var rates = Planner.preview(file, CATALOGUE).trials().stream()
                .map(PlannedTrial::spec)
                .filter(PretrainSpec.class::isInstance)
                .map(PretrainSpec.class::cast)
                .map(spec -> spec.backbone().name() + " "
                        + spec.settings().optimizer().learningRate())
                .toList();

        assertEquals(List.of("resnet18 0.001", "resnet50 1.0E-4"), rates);
    }

    @Test
    void the_grid_of_the_paper_has_eleven_pre_trainings_a_combination() {
        Plan plan = plan(
                """
                sweep: x
                strategies: mm-pt
                backbones: conv4
                source_tasks: [all, primary]
                mm_pt: {learning_rate: [0.001, 0.0001], augment: [true, false]}
                """);

        assertEquals(8, plan.rows().size());
        assertEquals(11 * 8, count(plan, TrialKind.PRETRAIN));
    }

    @Test
    void random_init_and_random_pre_training_start_from_the_same_weights_and_see_the_same_episodes() {
        Plan plan = plan(BASE + "targets: bus/malignancy\nepisodes: 25\n");
        var starts = plan.trials().stream()
                .map(PlannedTrial::spec)
                .map(spec -> spec instanceof AdaptSpec adapt ? adapt.start() : ((PretrainSpec) spec).start())
                .filter(StartingPoint.Random.class::isInstance)
                .collect(Collectors.toSet());
        var episodes = plan.trials().stream()
                .map(PlannedTrial::spec)
                .filter(AdaptSpec.class::isInstance)
                .map(spec -> ((AdaptSpec) spec).episodes())
                .collect(Collectors.toSet());

        assertEquals(1, starts.size());
        assertEquals(1, episodes.size());
    }

    @Test
    void plans_more_than_ten_thousand_trials_in_a_moment() {
        Plan plan = assertTimeout(
                Duration.ofSeconds(20),
                () -> plan(BASE + "shots: [1, 2, 3, 5, 7, 10, 15, 20, 25, 30]\nseed: [0, 1, 2]\n"));

        assertTrue(plan.trials().size() > 10_000, plan.trials().size() + " trials");
    }

    @Property(tries = 25)
    void any_sweep_is_a_graph_whose_trials_are_all_needed_and_whose_ids_do_not_depend_on_its_targets(
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(max = 53) Integer> chosen,
            @ForAll @Size(min = 1, max = 3) Set<@IntRange(min = 1, max = 30) Integer> steps,
            @ForAll @IntRange(min = 1, max = 12) int shard) {
        String rest = BASE + "episodes: 12\nfine_tune: {steps: " + steps + ", episodes_per_trial: " + shard + "}\n";
        var targets = chosen.stream()
                .map(i -> "\"" + CATALOGUE.tasks().get(i).ref() + "\"")
                .toList();
        Plan some = plan(rest + "targets: " + targets + "\n");

        assertEquals(some.trials().size(), ids(some).size());
        assertEquals(chosen.size() * 3 * steps.size(), some.experiments().size());
        for (PlannedTrial trial : some.trials()) {
            assertTrue(trial.dependencies().stream().allMatch(dependency -> dependency < trial.index()));
            assertEquals(OptionalInt.of(trial.index()), some.indexOf(trial.id()));
        }
        assertEquals(
                some.trials().size(),
                some.experiments().stream()
                        .flatMap(experiment -> experiment.needs().stream())
                        .distinct()
                        .count());
        assertTrue(ids(plan(rest)).containsAll(ids(some)));
    }
}
