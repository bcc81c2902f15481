package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.coordinator.schedule.Share;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveEditsTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus, crc, oct]
            targets: primary
            strategies: [random-init]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2}
            """;
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final String RESULT = CanonicalJson.sha256("result");

    private SweepState state = SweepState.EMPTY;
    private long now = 1_000_000;

    @BeforeEach
    void submit() {
        when(new SweepCommand.SubmitSweep(submission(), "test"));
    }

    private static Submission submission() {
        var fingerprints = new TreeMap<String, String>();
        for (String id : List.of("bus", "crc", "oct")) {
            fingerprints.put(id, CanonicalJson.sha256(id));
        }
        return new Submission(FILE, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
    }

    private Decision when(SweepCommand command) {
        Decision decision = Decider.decide(state, command, now);
        decision.events().forEach(event -> state = Evolver.evolve(state, event));
        return decision;
    }

    private Decision beat(String worker, int free, AttemptId... held) {
        return when(new SweepCommand.ReconcileWorker(worker, 1, List.of(held), free, false));
    }

    private void finish(AttemptId attempt) {
        when(new SweepCommand.FinishTrial(attempt, RESULT, 0.7, 1000, "w", NODE));
    }

    private String refusal(SweepCommand command) {
        Failure refusal = when(command).refusal();
        assertNotNull(refusal);
        return refusal.code();
    }

    @Test
    void a_paused_sweep_starts_nothing_and_leaves_its_slots_to_others() {
        when(new SweepCommand.PauseSweep());

        Decision decision = beat("w", 3);

        assertEquals(List.of(), decision.orders());
        assertEquals(3, decision.unused());
    }

    @Test
    void what_runs_when_a_sweep_is_paused_is_let_run_and_its_result_counts() {
        AttemptId running = beat("w", 1).orders().get(0).attempt();
        when(new SweepCommand.PauseSweep());

        assertEquals(List.of(), beat("w", 0, running).drop());
        finish(running);

        assertEquals(1, state.counts().succeeded());
    }

    @Test
    void a_resumed_sweep_goes_on_where_it_was() {
        when(new SweepCommand.PauseSweep());
        when(new SweepCommand.ResumeSweep());

        assertEquals(3, beat("w", 3).orders().size());
        assertEquals(SweepPhase.RUNNING, state.phase());
    }

    @Test
    void submitting_a_paused_sweep_again_goes_on_with_it() {
        when(new SweepCommand.PauseSweep());

        when(new SweepCommand.SubmitSweep(submission(), "test"));

        assertEquals(SweepPhase.RUNNING, state.phase());
    }

    @Test
    void a_paused_sweep_whose_last_trial_ends_is_finished() {
        List<RunAttempt> all = beat("w", 99).orders();
        when(new SweepCommand.PauseSweep());

        all.forEach(order -> finish(order.attempt()));

        assertEquals(SweepPhase.FINISHED, state.phase());
        assertEquals("NOT_UNDER_WAY", refusal(new SweepCommand.PauseSweep()));
    }

    @Test
    void a_paused_sweep_can_be_cancelled_and_resumed_after_that() {
        beat("w", 1);
        when(new SweepCommand.PauseSweep());
        when(new SweepCommand.CancelSweep());

        assertEquals(SweepPhase.CANCELLED, state.phase());
        assertEquals("NOT_UNDER_WAY", refusal(new SweepCommand.RetryFailed()));
        when(new SweepCommand.ResumeSweep());
        assertEquals(SweepPhase.RUNNING, state.phase());
    }

    @Test
    void retrying_gives_what_failed_fresh_budgets_and_leaves_a_paused_sweep_paused() {
        giveUpAll();
        assertEquals(SweepPhase.FINISHED, state.phase());
        int failed = state.counts().givenUp();
        assertTrue(failed > 0);

        when(new SweepCommand.RetryFailed());
        assertEquals(SweepPhase.RUNNING, state.phase());
        assertEquals(failed, state.counts().ready());
        when(new SweepCommand.PauseSweep());
        when(new SweepCommand.RetryFailed());
        assertEquals(SweepPhase.PAUSED, state.phase());
    }

    private void giveUpAll() {
        while (state.phase() == SweepPhase.RUNNING) {
            now += RetryPolicy.LONGEST_BACKOFF_MILLIS;
            for (RunAttempt order : beat("w" + now, 99).orders()) {
                var failure = new Failure(FailureClass.NUMERIC, "NOT_FINITE", "the loss is NaN");
                when(new SweepCommand.FailAttempt(order.attempt(), failure, "w" + now));
            }
        }
    }

    @Test
    void a_drained_worker_finishes_what_it_runs_and_gets_nothing_new_even_if_it_is_the_only_one() {
        AttemptId running = beat("w", 1).orders().get(0).attempt();
        when(new SweepCommand.DrainWorker("w", true));

        assertEquals(List.of(), beat("w", 3, running).orders());
        assertEquals(List.of(), beat("w", 3, running).drop());
        assertEquals(1, beat("v", 1).orders().size());
        when(new SweepCommand.DrainWorker("w", false));
        assertEquals(1, beat("w", 1, running).orders().size());
    }

    @Test
    void a_drained_worker_stays_drained_when_its_process_is_started_again() {
        when(new SweepCommand.DrainWorker("w", true));

        assertEquals(
                List.of(),
                when(new SweepCommand.ReconcileWorker("w", 2, List.of(), 3, true))
                        .orders());
    }

    @Test
    void a_sweep_never_fills_more_slots_than_its_quota() {
        when(new SweepCommand.ChangeShare(null, null, 3));

        assertEquals(2, beat("v", 2).orders().size());
        Decision decision = beat("w", 4);

        assertEquals(1, decision.orders().size());
        assertEquals(3, decision.unused());
    }

    @Test
    void what_is_not_said_of_a_share_stays_as_it_is() {
        when(new SweepCommand.ChangeShare(5, null, null));
        when(new SweepCommand.ChangeShare(null, 2.5, null));

        assertEquals(new Share(5, 2.5, 0), Standing.of(state).share());
    }

    @Test
    void refuses_a_share_that_means_nothing_by_its_name_value_and_bounds() {
        assertEquals("BAD_SHARE", refusal(new SweepCommand.ChangeShare(null, Double.NaN, null)));
        assertEquals("BAD_SHARE", refusal(new SweepCommand.ChangeShare(null, null, -1)));
        Failure refusal = when(new SweepCommand.ChangeShare(1001, null, null)).refusal();
        assertNotNull(refusal);
        assertEquals("priority is 1001; allowed are -1000 to 1000", refusal.message());
    }

    @Test
    void a_snapshot_keeps_every_edit() {
        when(new SweepCommand.ChangeShare(5, 2.5, 7));
        when(new SweepCommand.DrainWorker("w", true));
        when(new SweepCommand.PauseSweep());

        SweepState again =
                SweepState.fromSnapshot(PackedSnapshot.of(state.toSnapshot()).unpacked());

        assertEquals(Standing.of(state), Standing.of(again));
        assertEquals(state.toSnapshot(), again.toSnapshot());
    }
}
