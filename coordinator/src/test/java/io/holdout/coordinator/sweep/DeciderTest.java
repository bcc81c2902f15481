package io.holdout.coordinator.sweep;

import static io.holdout.protocol.message.ReportAcknowledged.Verdict.ACCEPTED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DIVERGED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DUPLICATE;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.STALE;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Offer;
import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.WireCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus, crc, oct]
            targets: primary
            strategies: [random-init, mm-pt]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2}
            """;
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final String RESULT = CanonicalJson.sha256("result");

    private final List<SweepEvent> journal = new ArrayList<>();
    private SweepState state = SweepState.EMPTY;
    private long now = 1_000_000;
    private boolean only = true;

    private static Submission submission(String file) {
        var fingerprints = new TreeMap<String, String>();
        for (String id : List.of("bus", "crc", "oct")) {
            fingerprints.put(id, CanonicalJson.sha256(id));
        }
        return new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
    }

    private Decision when(SweepCommand command) {
        Decision decision = Decider.decide(state, command, now);
        for (SweepEvent event : decision.events()) {
            state = Evolver.evolve(state, event);
            journal.add(event);
        }
        return decision;
    }

    private void submitted() {
        when(new SweepCommand.SubmitSweep(submission(FILE), "test"));
        assertEquals(SweepPhase.RUNNING, state.phase());
    }

    private List<RunAttempt> beat(String worker, long incarnation, int free, AttemptId... held) {
        return when(new SweepCommand.ReconcileWorker(worker, incarnation, List.of(held), free, only))
                .orders();
    }

    private Decision finish(AttemptId attempt, String result) {
        return when(new SweepCommand.FinishTrial(attempt, result, 0.7, 1000, "w", NODE));
    }

    private static Failure failure(FailureClass failureClass) {
        return new Failure(failureClass, "CODE", "it broke");
    }

    @Test
    void hands_out_pre_training_first_and_what_needs_it_only_after_it_succeeded() {
        submitted();

        List<RunAttempt> first = beat("w", 1, 3);
        assertTrue(first.stream().allMatch(order -> order.spec().contains("\"kind\":\"pretrain\"")), first.toString());
        int ready = state.counts().ready();
        finish(first.get(0).attempt(), RESULT);

        assertTrue(state.counts().ready() > ready);
    }

    @Test
    void results_of_one_worker_share_its_words_though_each_report_brings_its_own() {
        submitted();
        var finished = new ArrayList<TrialRecord.Finished>();
        for (RunAttempt order : beat("w", 1, 2)) {
            var sameNode = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
            when(new SweepCommand.FinishTrial(order.attempt(), RESULT, 0.7, 1, new String("w"), sameNode));
            int index = state.indexOf(order.attempt().trial()).orElseThrow();
            finished.add(Objects.requireNonNull(state.trial(index).finished()));
        }

        assertEquals(2, finished.size());
        assertSame(finished.get(0).node(), finished.get(1).node());
        assertSame(finished.get(0).worker(), finished.get(1).worker());
    }

    private List<RunAttempt> beatAhead(int free, int ahead, AttemptId... held) {
        return when(new SweepCommand.ReconcileWorker("w", 1, List.of(held), free, ahead, only, Machine.UNKNOWN))
                .orders();
    }

    private void finish(AttemptId attempt, long millis) {
        when(new SweepCommand.FinishTrial(attempt, RESULT, 0.7, millis, "w", NODE));
    }

    @Test
    void sends_orders_ahead_only_of_trials_that_were_seen_to_be_short() {
        submitted();
        List<RunAttempt> first = beatAhead(4, 3);
        assertEquals(1, first.size(), "how long any takes is not known");

        finish(first.get(0).attempt(), 3_600_000);
        List<RunAttempt> second = beatAhead(4, 3);
        assertEquals(1, second.size(), "others like it take as long");

        finish(second.get(0).attempt(), 3_600_000);
        for (AttemptId next = beatAhead(1, 0).get(0).attempt();
                ;
                next = beatAhead(1, 0).get(0).attempt()) {
            finish(next, 1);
            List<RunAttempt> more = beatAhead(4, 3);
            if (more.size() > 1) {
                assertTrue(more.stream().noneMatch(order -> order.spec().contains("pretrain")), more.toString());
                return;
            }
            more.forEach(order -> finish(order.attempt(), 1));
        }
    }

    @Test
    void gives_every_attempt_the_results_it_needs() {
        submitted();
        RunAttempt pretrain = beat("w", 1, 1).get(0);
        finish(pretrain.attempt(), RESULT);

        RunAttempt dependent = beat("w", 1, 99).stream()
                .filter(order -> !order.inputs().isEmpty())
                .findFirst()
                .orElseThrow();

        assertEquals(pretrain.attempt().trial(), dependent.inputs().get(0).trial());
        assertEquals(RESULT, dependent.inputs().get(0).result());
    }

    @Test
    void refuses_a_report_from_a_worker_that_lost_the_attempt() {
        submitted();
        AttemptId old = beat("w", 1, 1).get(0).attempt();
        when(new SweepCommand.ReleaseWorker("w", failure(FailureClass.INFRASTRUCTURE)));
        AttemptId current = beat("v", 1, 1).get(0).attempt();
        assertEquals(old.trial(), current.trial());
        assertEquals(old.number() + 1, current.number());

        assertEquals(STALE, finish(old, RESULT).verdict());
        assertEquals(ACCEPTED, finish(current, RESULT).verdict());
        assertEquals(DUPLICATE, finish(old, RESULT).verdict());
    }

    @Test
    void raises_an_alarm_when_a_second_result_differs_and_keeps_the_first() {
        submitted();
        AttemptId attempt = beat("w", 1, 1).get(0).attempt();
        finish(attempt, RESULT);

        assertEquals(DIVERGED, finish(attempt, CanonicalJson.sha256("other")).verdict());
        assertEquals(1, state.divergences());
        assertEquals(
                RESULT,
                state.result(state.indexOf(attempt.trial()).orElseThrow()).orElseThrow());
    }

    @Test
    void knows_no_trial_that_is_not_in_the_plan() {
        submitted();
        var stranger = new AttemptId("test", new TrialId(CanonicalJson.sha256("stranger")), 1);

        assertEquals(UNKNOWN, finish(stranger, RESULT).verdict());
        assertEquals(
                UNKNOWN,
                when(new SweepCommand.FailAttempt(stranger, failure(FailureClass.BUG), "w"))
                        .verdict());
    }

    @Test
    void sends_an_order_again_that_a_worker_never_got_and_takes_back_what_a_restarted_one_lost() {
        submitted();
        RunAttempt order = beat("w", 1, 1).get(0);

        assertEquals(List.of(), beat("w", 1, 1), "too early to send again, and its slot is spoken for");
        now += Dispatch.RESEND_AFTER_MILLIS;
        assertEquals(List.of(order), beat("w", 1, 1));
        RunAttempt afterRestart = beat("w", 2, 1).get(0);
        assertEquals(order.attempt().trial(), afterRestart.attempt().trial());
        assertEquals(2, afterRestart.attempt().number());
    }

    @Test
    void tells_a_worker_to_drop_what_it_holds_in_vain() {
        submitted();
        AttemptId old = beat("w", 1, 1).get(0).attempt();
        when(new SweepCommand.ReleaseWorker("w", failure(FailureClass.INFRASTRUCTURE)));

        Decision decision = when(new SweepCommand.ReconcileWorker("w", 1, List.of(old), 0, false));

        assertEquals(List.of(old), decision.drop());
    }

    @Test
    void gives_up_after_the_budget_of_its_class_with_all_that_depends_on_it_and_the_sweep_ends() {
        submitted();
        while (state.phase() == SweepPhase.RUNNING) {
            now += 100_000;
            List<RunAttempt> orders = beat("w", 1, 1);
            assertEquals(1, orders.size());
            if (orders.get(0).spec().contains("\"kind\":\"pretrain\"")) {
                when(new SweepCommand.FailAttempt(orders.get(0).attempt(), failure(FailureClass.USER), "w"));
            } else {
                finish(orders.get(0).attempt(), RESULT);
            }
        }

        assertEquals(SweepPhase.FINISHED, state.phase());
        assertEquals(6, state.counts().succeeded());
        assertEquals(9, state.counts().givenUp());
        assertTrue(state.trials().stream()
                .anyMatch(trial -> trial.lastFailure() != null
                        && trial.lastFailure().code().equals("DEPENDENCY_FAILED")));
    }

    @Test
    void waits_before_it_tries_again_what_failed_twice() {
        submitted();
        for (int i = 0; i < 2; i++) {
            AttemptId attempt = beat("w", 1, 1).get(0).attempt();
            when(new SweepCommand.FailAttempt(attempt, failure(FailureClass.INFRASTRUCTURE), "w"));
        }
        int ready = state.counts().ready();

        assertEquals(ready - 1, beat("w", 1, 1000).size(), "the one that failed twice has to wait");
        now += 1_000;
        assertEquals(1, beat("v", 1, 1).size());
    }

    @Test
    void refuses_a_changed_file_under_the_same_name_and_says_what_changed() {
        submitted();

        Decision decision =
                when(new SweepCommand.SubmitSweep(submission(FILE.replace("episodes: 4", "episodes: 8")), "test"));

        assertNotNull(decision.refusal());
        assertEquals("SWEEP_CHANGED", decision.refusal().code());
        assertTrue(
                decision.refusal().message().contains("episodes: 4 -> 8"),
                decision.refusal().message());
        assertTrue(decision.events().isEmpty());
    }

    @Test
    void takes_the_same_file_with_other_spaces_and_comments_as_the_same() {
        submitted();

        assertEquals(
                null,
                when(new SweepCommand.SubmitSweep(submission("# a comment\n" + FILE + "\n"), "test"))
                        .refusal());
    }

    @Test
    void goes_on_after_being_cancelled() {
        submitted();
        AttemptId attempt = beat("w", 1, 1).get(0).attempt();
        when(new SweepCommand.CancelSweep());
        assertEquals(List.of(), beat("w", 1, 5, attempt));
        assertEquals(STALE, finish(attempt, RESULT).verdict());

        when(new SweepCommand.SubmitSweep(submission(FILE), "test"));

        assertEquals(SweepPhase.RUNNING, state.phase());
        assertEquals(attempt.trial(), beat("w", 1, 1).get(0).attempt().trial());
    }

    @Test
    void makes_anew_a_result_that_the_store_lost_and_all_waits_for_it() {
        submitted();
        RunAttempt pretrain = beat("w", 1, 1).get(0);
        finish(pretrain.attempt(), RESULT);
        int waiting = state.counts().waiting();

        when(new SweepCommand.ForgetResults(List.of(pretrain.attempt().trial())));

        assertEquals(0, state.counts().succeeded());
        assertTrue(state.counts().waiting() > waiting);
        assertEquals(
                pretrain.attempt().trial(), beat("w", 1, 1).get(0).attempt().trial());
    }

    /** Ends all but the pre-trainings' dependents; gives a running dependent and what it needs. */
    private RunAttempt dependentThatRuns() {
        RunAttempt pretrain = beat("w", 1, 1).get(0);
        finish(pretrain.attempt(), RESULT);
        return beat("w", 1, 99).stream()
                .filter(order -> !order.inputs().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void waits_for_an_input_that_was_lost_while_the_attempt_ran() {
        submitted();
        RunAttempt dependent = dependentThatRuns();
        TrialId needed = dependent.inputs().get(0).trial();
        when(new SweepCommand.ForgetResults(List.of(needed)));

        when(new SweepCommand.FailAttempt(dependent.attempt(), failure(FailureClass.INFRASTRUCTURE), "w"));

        assertEquals(
                TrialStatus.WAITING,
                state.status(state.indexOf(dependent.attempt().trial()).orElseThrow()));
    }

    @Test
    void takes_back_an_order_that_never_arrived_when_its_input_was_lost() {
        submitted();
        RunAttempt dependent = dependentThatRuns();
        TrialId needed = dependent.inputs().get(0).trial();
        when(new SweepCommand.ForgetResults(List.of(needed)));
        now += Dispatch.RESEND_AFTER_MILLIS;

        List<RunAttempt> orders = beat("w", 1, 99);

        assertTrue(orders.stream().anyMatch(order -> order.attempt().trial().equals(needed)), orders.toString());
        assertEquals(
                TrialStatus.WAITING,
                state.status(state.indexOf(dependent.attempt().trial()).orElseThrow()));
    }

    @Test
    void gives_up_what_ran_on_an_input_that_was_lost_and_then_given_up() {
        submitted();
        RunAttempt dependent = dependentThatRuns();
        TrialId needed = dependent.inputs().get(0).trial();
        when(new SweepCommand.ForgetResults(List.of(needed)));
        for (int i = 0; i < RetryPolicy.budget(FailureClass.USER); i++) {
            RunAttempt again = beat("v", 1, 1).get(0);
            assertEquals(needed, again.attempt().trial());
            fails(again, "v", FailureClass.USER);
            now += RetryPolicy.LONGEST_BACKOFF_MILLIS;
        }

        when(new SweepCommand.FailAttempt(dependent.attempt(), failure(FailureClass.INFRASTRUCTURE), "w"));

        assertEquals(
                TrialStatus.GIVEN_UP,
                state.status(state.indexOf(dependent.attempt().trial()).orElseThrow()));
    }

    @Test
    void finds_only_what_is_gone_to_be_lost_and_not_what_cannot_be_read_now() {
        submitted();
        RunAttempt dependent = dependentThatRuns();
        TrialId needed = dependent.inputs().get(0).trial();
        var trials = List.of(dependent.attempt().trial());
        var unreadable = new ResultCheck(
                hash -> {
                    throw HoldoutException.infrastructure("ARTIFACT_STORE", "no such disk", new IOException());
                },
                checkpoint -> true);
        var empty = new ResultCheck(hash -> Optional.empty(), checkpoint -> true);

        assertEquals(List.of(), unreadable.lost(state));
        assertEquals(List.of(), unreadable.lostInputs(state, trials));
        assertEquals(List.of(needed), empty.lost(state));
        assertEquals(List.of(needed), empty.lostInputs(state, trials));
    }

    @Test
    void is_not_held_up_by_a_clock_that_was_ahead() {
        submitted();
        long right = now;
        now += 3_600_000;
        RunAttempt order = beat("w", 1, 1).get(0);
        now = right;

        assertEquals(List.of(order), beat("w", 1, 1), "an order from the future is sent again");
        now += 3_600_000;
        when(new SweepCommand.FailAttempt(order.attempt(), failure(FailureClass.RESOURCE), "w"));
        now = right;
        assertEquals(
                order.attempt().trial(),
                beat("w", 1, 1).get(0).attempt().trial(),
                "an hour is longer than any backoff");
    }

    @Test
    void lets_a_trial_that_lost_many_workers_run_alone() {
        submitted();
        TrialId killer = null;
        for (int i = 0; i < Dispatch.LOSSES_BEFORE_ALONE; i++) {
            killer = beat("w", 1, 1).get(0).attempt().trial();
            when(new SweepCommand.ReleaseWorker("w", failure(FailureClass.INFRASTRUCTURE)));
            now += 100_000;
        }
        List<RunAttempt> together = beat("w", 100, 3);

        RunAttempt alone = together.get(0);
        assertEquals(killer, alone.attempt().trial());
        assertEquals(1, together.size(), "nothing starts beside it");
        assertEquals(List.of(), beat("w", 100, 2, alone.attempt()), "nor later");
        assertEquals(3, beat("v", 1, 3).size(), "others are not held up");
    }

    @Test
    void is_the_same_when_replayed_from_the_journal_or_a_snapshot_through_kryo() {
        submitted();
        var codec = new WireCodec();
        RunAttempt first = beat("w", 1, 2).get(0);
        finish(first.attempt(), RESULT);
        when(new SweepCommand.ReleaseWorker("w", failure(FailureClass.INFRASTRUCTURE)));
        beat("v", 7, 2);

        SweepState replayed = SweepState.EMPTY;
        for (SweepEvent event : journal) {
            replayed = Evolver.evolve(replayed, (SweepEvent) codec.read(codec.write(event)));
        }
        SweepState restored = SweepState.fromSnapshot((SweepSnapshot) codec.read(codec.write(state.toSnapshot())));

        for (SweepState other : List.of(replayed, restored)) {
            assertEquals(state.toSnapshot(), other.toSnapshot());
            assertEquals(state.counts(), other.counts());
            assertEquals(urgent(state), urgent(other));
            assertEquals(state.heldBy("v"), other.heldBy("v"));
        }
    }

    private List<Integer> urgent(SweepState of) {
        return of.backlog().choose(new Offer(Device.UNKNOWN, true, List.of(), List.of(), Fleet.UNKNOWN), 999, now);
    }

    private Decision fails(RunAttempt order, String worker, FailureClass failureClass) {
        return when(new SweepCommand.FailAttempt(order.attempt(), failure(failureClass), worker));
    }

    /** Three trials fail on "bad", each for the first time, and one succeeds on "good" meanwhile. */
    private Decision threeTrialsFailOnOneWorker() {
        submitted();
        only = false;
        fails(beat("bad", 1, 1).get(0), "bad", FailureClass.BUG);
        succeedsElsewhere();
        fails(beat("bad", 1, 1).get(0), "bad", FailureClass.USER);
        return fails(beat("bad", 1, 1).get(0), "bad", FailureClass.BUG);
    }

    private void succeedsElsewhere() {
        when(new SweepCommand.FinishTrial(beat("good", 1, 1).get(0).attempt(), RESULT, 0.7, 1000, "good", NODE));
    }

    @Test
    void keeps_a_worker_from_work_on_which_unrelated_trials_fail_while_others_succeed() {
        var quarantine = (SweepEvent.WorkerQuarantined)
                threeTrialsFailOnOneWorker().events().get(1);

        assertEquals("bad", quarantine.worker());
        assertEquals(now + 60_000, quarantine.untilMillis());
        assertEquals(List.of(), beat("bad", 1, 5));
        assertEquals(5, beat("good", 1, 5).size(), "the others get what it would have had");
        var view = SweepViews.of(state, Map.of(), List.of(), now).quarantined().get(0);
        assertEquals(new SweepView.QuarantineView("bad", 60_000, 1, "CODE: it broke"), view);
    }

    @Test
    void keeps_no_worker_from_work_that_is_the_only_one() {
        threeTrialsFailOnOneWorker();
        only = true;

        assertEquals(5, beat("bad", 1, 5).size());
    }

    @Test
    void blames_no_worker_where_nothing_succeeds() {
        submitted();
        only = false;
        for (int i = 0; i < 10; i++) {
            Decision decision = fails(beat("w", 1, 1).get(0), "w", FailureClass.INFRASTRUCTURE);
            assertEquals(1, decision.events().size(), decision.events().toString());
        }
    }

    @Test
    void blames_no_worker_for_trials_that_failed_elsewhere_before() {
        submitted();
        only = false;
        List<RunAttempt> orders = beat("other", 1, 4);
        orders.forEach(order -> fails(order, "other", FailureClass.NUMERIC));
        when(new SweepCommand.ReleaseWorker("other", failure(FailureClass.INFRASTRUCTURE)));
        now += 1_000;
        succeedsElsewhere();
        for (int i = 0; i < 3; i++) {
            RunAttempt again = beat("w", 1, 1).get(0);
            assertEquals(2, again.attempt().number());
            fails(again, "w", FailureClass.NUMERIC);
        }

        assertTrue(journal.stream().noneMatch(SweepEvent.WorkerQuarantined.class::isInstance), journal.toString());
    }

    @Test
    void tries_a_worker_with_one_trial_after_its_quarantine_and_trusts_it_again_when_that_succeeds() {
        threeTrialsFailOnOneWorker();
        now += 60_000;

        List<RunAttempt> probation = beat("bad", 1, 5);
        assertEquals(1, probation.size());
        assertEquals(List.of(), beat("bad", 1, 4, probation.get(0).attempt()));
        when(new SweepCommand.FinishTrial(probation.get(0).attempt(), RESULT, 0.7, 1000, "bad", NODE));

        assertEquals(5, beat("bad", 1, 5).size());
    }

    @Test
    void keeps_a_worker_away_for_twice_as_long_when_its_trial_after_quarantine_fails_too() {
        threeTrialsFailOnOneWorker();
        now += 60_000;
        succeedsElsewhere();

        Decision decision = fails(beat("bad", 1, 5).get(0), "bad", FailureClass.BUG);

        var quarantine = (SweepEvent.WorkerQuarantined) decision.events().get(1);
        assertEquals(now + 120_000, quarantine.untilMillis());
    }

    @Test
    void tries_a_trial_that_failed_on_one_worker_on_another_first() {
        submitted();
        only = false;
        RunAttempt failed = beat("w", 1, 1).get(0);
        fails(failed, "w", FailureClass.USER);
        now += 1_000;

        assertTrue(beat("w", 1, 99).stream()
                .noneMatch(
                        order -> order.attempt().trial().equals(failed.attempt().trial())));
        assertEquals(failed.attempt().trial(), beat("v", 1, 1).get(0).attempt().trial());
    }
}
