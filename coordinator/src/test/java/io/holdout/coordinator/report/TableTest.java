package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.Plan;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.TrialResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final String TWO = "strategies: [random-init, mm-pt]\nepisodes: 4\n";

    private static IntFunction<Outcome> all(Plan plan, java.util.function.IntToDoubleFunction auroc) {
        return index -> Sweeps.done(plan.trials().get(index).spec(), auroc);
    }

    @Test
    void a_cell_is_the_mean_with_its_sample_deviation_and_95_percent_interval() {
        Plan plan = Sweeps.small(TWO);
        var cell = (Cell.Done) Table.of(plan, all(plan, e -> 0.5 + 0.1 * e)).cell(0, 0);
        // 0.5 0.6 0.7 0.8: mean 0.65, sum of squares 0.05, divided by 3
        assertEquals(0.65, cell.mean(), 1e-12);
        assertEquals(Math.sqrt(0.05 / 3), cell.deviation().getAsDouble(), 1e-12);
        assertEquals(1.96 * Math.sqrt(0.05 / 3) / 2, cell.interval().getAsDouble(), 1e-12);
        assertEquals(4, cell.episodes());
    }

    @Test
    void leaves_out_and_counts_episodes_whose_auroc_is_undefined() {
        Plan plan = Sweeps.small(TWO);
        var cell = (Cell.Done)
                Table.of(plan, all(plan, e -> e == 2 ? Double.NaN : 0.6)).cell(0, 0);
        assertEquals(0.6, cell.mean(), 1e-12);
        assertEquals(3, cell.episodes());
        assertEquals(1, cell.undefinedEpisodes());
    }

    @Test
    void has_no_number_where_every_episode_is_undefined() {
        Plan plan = Sweeps.small(TWO);
        Table table = Table.of(plan, all(plan, e -> Double.NaN));
        assertEquals(
                "RESULT_UNUSABLE: AUROC is undefined in all 4 episodes",
                table.cell(0, 0).reason());
        assertFalse(table.isComplete());
    }

    @Test
    void has_no_interval_over_a_single_episode() {
        Plan plan = Sweeps.small("strategies: random-init\nepisodes: 1\n");
        var cell = (Cell.Done) Table.of(plan, all(plan, e -> 0.6)).cell(0, 0);
        assertEquals(OptionalDouble.empty(), cell.interval());
    }

    @Test
    void rows_that_share_a_trial_take_their_own_step_count() {
        Plan plan = Sweeps.small("strategies: random-init\nepisodes: 2\nfine_tune: {steps: [50, 100]}\n");
        Table table = Table.of(plan, all(plan, e -> 0.6));
        assertEquals(0.60, ((Cell.Done) table.cell(0, 0)).mean(), 1e-12);
        assertEquals(0.65, ((Cell.Done) table.cell(1, 0)).mean(), 1e-12);
    }

    @Test
    void a_cell_without_all_its_episodes_has_no_number() {
        Plan plan = Sweeps.small(TWO);
        Table table = Table.of(plan, index -> new Outcome.Done(new TrialResult.Adapted(List.of())));
        assertEquals(
                "RESULT_UNUSABLE: results hold 0 of 4 episodes at 50 steps",
                table.cell(0, 0).reason());
    }

    @Test
    void a_failed_pretraining_fails_the_cells_that_need_it_and_no_others() {
        Plan plan = Sweeps.small(TWO);
        var failure = new Failure(FailureClass.NUMERIC, "LOSS_NOT_FINITE", "epoch 3");
        Table table =
                Table.of(plan, index -> switch (plan.trials().get(index).spec().trialKind()) {
                    case PRETRAIN -> new Outcome.Failed(failure);
                    default ->
                        plan.trials().get(index).dependencies().isEmpty()
                                ? Sweeps.drawn(plan.trials().get(index))
                                : new Outcome.NotRun();
                });
        assertTrue(table.cell(0, 0) instanceof Cell.Done);
        assertEquals(new Cell.Failed(failure), table.cell(1, 0));
        assertEquals("LOSS_NOT_FINITE: epoch 3", table.cell(1, 2).reason());
    }

    @Test
    void a_cell_keeps_its_number_when_its_pretraining_is_run_again() {
        Plan plan = Sweeps.small(TWO);
        Table table = Table.of(
                plan,
                index -> plan.trials().get(index).spec().trialKind() == TrialKind.PRETRAIN
                        ? new Outcome.Running()
                        : Sweeps.drawn(plan.trials().get(index)));
        assertTrue(table.isComplete());
    }

    @Test
    void a_cell_with_some_trials_done_says_how_many_and_whether_one_runs() {
        Plan plan = Sweeps.small("strategies: random-init\nepisodes: 4\nfine_tune: {episodes_per_trial: 1}\n");
        IntFunction<Outcome> first =
                index -> isFirst(plan, index) ? Sweeps.drawn(plan.trials().get(index)) : new Outcome.NotRun();
        assertEquals(new Cell.NotRun(1, 4), Table.of(plan, first).cell(0, 0));
        IntFunction<Outcome> running = index -> isFirst(plan, index) ? new Outcome.Running() : new Outcome.NotRun();
        assertEquals(new Cell.Running(0, 4), Table.of(plan, running).cell(0, 0));
    }

    private static boolean isFirst(Plan plan, int index) {
        return ((AdaptSpec) plan.trials().get(index).spec()).fromEpisode() == 0;
    }

    @Test
    void the_primary_view_keeps_the_first_task_of_each_dataset() {
        Plan plan = Sweeps.small(TWO);
        Table table = Table.of(
                Results.of(plan, all(plan, e -> 0.6)),
                new TableChoice(View.PRIMARY, Metric.AUROC, Arrangement.PLAIN, Marking.BEST));
        assertEquals(
                List.of("bus/case category", "oct/disease class"),
                table.columns().stream().map(Heading::title).toList());
        assertEquals(2, table.standings().compared().size());
    }

    @Test
    void gaps_are_grouped_by_row_and_reason() {
        Plan plan = Sweeps.small(TWO);
        Table table = Table.of(plan, index -> new Outcome.NotRun());
        assertEquals(
                List.of(
                        "random-init conv4 on all 3 tasks: NOT RUN, 0 of 1 trials done",
                        "mm-pt conv4 on all 3 tasks: NOT RUN, 0 of 2 trials done"),
                table.gaps().stream().map(Gap::sentence).toList());
    }
}
