package io.holdout.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.cli.SharingBenchmark;
import io.holdout.coordinator.plan.Plan;
import org.junit.jupiter.api.Test;

/** The benchmark of sharing, on a sweep of MedIMeta's 54 tasks in which each trial took a second. */
class SharingBenchmarkTest {
    @Test
    void a_pre_training_counts_for_each_dataset_and_for_each_task_that_would_have_had_its_own() {
        Plan plan = RunningSweep.plan(1);
        SharingBenchmark.Measured measured = SharingBenchmark.of(plan, trial -> 1_000);
        assertEquals(11, measured.pretrainings());
        assertEquals(19, measured.perDataset());
        assertEquals(54, measured.perTask());
        assertEquals(11, measured.sharedSeconds());
        assertEquals(19, measured.perDatasetSeconds());
        assertEquals(54, measured.perTaskSeconds());
        assertEquals(plan.trials().size() - 11, measured.otherSeconds());
    }
}
