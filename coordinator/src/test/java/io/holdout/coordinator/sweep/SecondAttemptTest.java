package io.holdout.coordinator.sweep;

import static io.holdout.protocol.message.ReportAcknowledged.Verdict.ACCEPTED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DIVERGED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DUPLICATE;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.STALE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SecondAttemptTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus, crc, oct]
            targets: primary
            strategies: [random-init]
            backbones: [conv4]
            episodes: 8
            fine_tune: {episodes_per_trial: 2}
            """;
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final String RESULT = CanonicalJson.sha256("result");
    private static final long USUAL_MILLIS = 10_000;
    /** Twelve trials take about ten seconds each: beyond this, one is late for sure. */
    private static final long LATE_MILLIS = 100_000;

    private final List<SweepEvent> journal = new ArrayList<>();
    private final Map<String, Fleet.Part> workers = new TreeMap<>();
    private SweepState state = SweepState.EMPTY;
    private long now = 1_000_000;

    private Decision when(SweepCommand command) {
        Decision decision = Decider.decide(state, command, now);
        for (SweepEvent event : decision.events()) {
            state = Evolver.evolve(state, event);
            journal.add(event);
        }
        return decision;
    }

    private Decision reconcile(String worker, int free, AttemptId... held) {
        var machine = new Machine(new Device("cpu", 0), List.of(), new Peers(workers));
        return when(new SweepCommand.ReconcileWorker(worker, 1, List.of(held), free, 0, false, machine));
    }

    private List<AttemptId> beat(String worker, int free, AttemptId... held) {
        return reconcile(worker, free, held).orders().stream()
                .map(RunAttempt::attempt)
                .toList();
    }

    private Decision finish(AttemptId attempt, String worker) {
        return when(new SweepCommand.FinishTrial(attempt, RESULT, 0.7, USUAL_MILLIS, worker, NODE));
    }

    private Decision fail(AttemptId attempt, String worker, FailureClass failureClass) {
        return when(new SweepCommand.FailAttempt(attempt, new Failure(failureClass, "CODE", "it broke"), worker));
    }

    /** All trials but so many are done; the others run on {@code slow}. */
    private List<AttemptId> running(int count) {
        var fingerprints = new TreeMap<String, String>();
        for (String id : List.of("bus", "crc", "oct")) {
            fingerprints.put(id, CanonicalJson.sha256(id));
        }
        for (String name : List.of("slow", "idle", "other")) {
            workers.put(name, new Fleet.Part(new Device("cpu", 0), 1));
        }
        when(new SweepCommand.SubmitSweep(
                new Submission(FILE, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>()), "test"));
        int all = state.plan().trials().size();
        for (int i = 0; i < all - count; i++) {
            finish(beat("other", 1).get(0), "other");
        }
        return beat("slow", count);
    }

    private AttemptId lateOne() {
        AttemptId late = running(1).get(0);
        now += LATE_MILLIS;
        return late;
    }

    private int index(AttemptId attempt) {
        return state.indexOf(attempt.trial()).orElseThrow();
    }

    @Test
    void a_trial_that_is_late_starts_a_second_time_on_an_idle_worker() {
        AttemptId first = running(1).get(0);
        assertEquals(List.of(), beat("idle", 1), "it has just begun");

        now += LATE_MILLIS;
        AttemptId second = beat("idle", 1).get(0);

        assertEquals(first.trial(), second.trial());
        assertEquals(first.number() + 1, second.number());
        assertTrue(state.holds(first) && state.holds(second));
        assertEquals(1, state.counts().running());
        assertEquals(2, state.attemptsUnderWay());
    }

    @Test
    void the_first_result_counts_and_the_other_worker_is_told_to_stop() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);

        assertEquals(ACCEPTED, finish(second, "idle").verdict());

        assertEquals(SweepPhase.FINISHED, state.phase());
        assertEquals(List.of(first), reconcile("slow", 0, first).drop());
        assertEquals(DUPLICATE, finish(first, "slow").verdict());
        assertEquals(
                DIVERGED,
                when(new SweepCommand.FinishTrial(first, CanonicalJson.sha256("other"), 0.7, 1, "slow", NODE))
                        .verdict());
        assertEquals(0, state.attemptFailures());
        assertEquals(List.of(), state.holders());
    }

    @Test
    void the_slow_one_may_still_be_first() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);

        assertEquals(ACCEPTED, finish(first, "slow").verdict());
        assertEquals(List.of(second), reconcile("idle", 0, second).drop());
        assertEquals(STALE, fail(second, "idle", FailureClass.BUG).verdict());
    }

    @Test
    void a_second_attempt_that_fails_costs_nothing_and_no_third_follows() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);

        assertEquals(ACCEPTED, fail(second, "idle", FailureClass.NUMERIC).verdict());

        assertTrue(state.holds(first));
        assertEquals(0, state.trial(index(first)).failuresOf(FailureClass.NUMERIC));
        assertEquals(List.of(), beat("other", 1));
        assertEquals(ACCEPTED, fail(first, "slow", FailureClass.NUMERIC).verdict());
        assertEquals(TrialStatus.READY, state.status(index(first)));
        now += LATE_MILLIS;
        assertEquals(second.number() + 1, beat("other", 1).get(0).number());
    }

    @Test
    void a_lost_first_attempt_leaves_the_second_as_the_one_that_counts() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);

        when(new SweepCommand.ReleaseWorker("slow", new Failure(FailureClass.INFRASTRUCTURE, "LEASE_EXPIRED", "")));

        assertEquals(TrialStatus.RUNNING, state.status(index(first)));
        assertEquals(STALE, fail(first, "slow", FailureClass.BUG).verdict());
        now += LATE_MILLIS;
        assertEquals(second.number() + 1, beat("other", 1).get(0).number(), "it may be late as well");
        assertEquals(ACCEPTED, finish(second, "idle").verdict());
    }

    @Test
    void a_budget_that_is_spent_while_another_attempt_runs_waits_for_that_one() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);
        fail(first, "slow", FailureClass.NUMERIC);
        assertEquals(1, state.trial(index(first)).failuresOf(FailureClass.NUMERIC));

        fail(second, "idle", FailureClass.NUMERIC);

        assertEquals(TrialStatus.GIVEN_UP, state.status(index(first)));
    }

    @Test
    void only_a_tenth_of_the_slots_runs_anything_twice() {
        running(3);
        now += LATE_MILLIS;

        assertEquals(1, beat("idle", 3).size());
        assertEquals(0, beat("other", 3).size());
    }

    @Test
    void nothing_starts_twice_where_it_runs_or_on_a_worker_that_is_drained_or_while_the_quota_is_full() {
        AttemptId late = lateOne();
        assertEquals(List.of(), beat("slow", 1, late));
        when(new SweepCommand.DrainWorker("idle", true));
        assertEquals(List.of(), beat("idle", 1));
        when(new SweepCommand.ChangeShare(null, null, 1));

        assertEquals(List.of(), beat("other", 1));

        when(new SweepCommand.ChangeShare(null, null, 2));
        assertEquals(1, beat("other", 1).size());
    }

    @Test
    void an_order_for_a_second_attempt_is_sent_again_and_a_restarted_worker_loses_it() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);
        now += Dispatch.RESEND_AFTER_MILLIS;
        assertEquals(List.of(second), beat("idle", 1));

        var machine = new Machine(new Device("cpu", 0), List.of(), new Peers(workers));
        when(new SweepCommand.ReconcileWorker("idle", 2, List.of(), 0, 0, false, machine));

        assertTrue(state.holds(first) && !state.holds(second));
    }

    @Test
    void what_failed_by_itself_before_gets_no_second_attempt_however_late_it_is() {
        fail(running(1).get(0), "slow", FailureClass.NUMERIC);
        now += LATE_MILLIS;
        AttemptId next = beat("slow", 1).get(0);
        now += LATE_MILLIS;

        assertEquals(List.of(), beat("idle", 1));

        assertTrue(state.holds(next));
    }

    @Test
    void cancelling_ends_both() {
        lateOne();
        beat("idle", 1);

        when(new SweepCommand.CancelSweep());

        assertEquals(List.of(), state.holders());
        assertEquals(0, state.attemptsUnderWay());
    }

    @Test
    void events_and_a_snapshot_recover_both_attempts_and_their_numbers() {
        AttemptId first = lateOne();
        AttemptId second = beat("idle", 1).get(0);
        recovers(first, second);
        fail(second, "idle", FailureClass.BUG);
        recovers(first, second);
        fail(first, "slow", FailureClass.BUG);
        recovers(first, second);
    }

    private void recovers(AttemptId first, AttemptId second) {
        SweepState folded = SweepState.EMPTY;
        for (SweepEvent event : journal) {
            folded = Evolver.evolve(folded, event);
        }
        SweepState restored =
                SweepState.fromSnapshot(PackedSnapshot.of(state.toSnapshot()).unpacked());
        for (SweepState each : List.of(folded, restored)) {
            assertEquals(state.toSnapshot(), each.toSnapshot());
            assertEquals(state.holds(first), each.holds(first));
            assertEquals(state.holds(second), each.holds(second));
            assertEquals(state.holders(), each.holders());
            assertEquals(state.attemptsUnderWay(), each.attemptsUnderWay());
        }
    }
}
