package io.holdout.coordinator.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.SearchStep;
import io.holdout.coordinator.sweep.Decision;
import io.holdout.coordinator.sweep.KeptStep;
import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepSnapshot;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialStatus;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.ReportAcknowledged.Verdict;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A checker that never complains proves nothing: each known bug, put in on purpose, must break its invariant. */
class SimulatorCatchesBugsTest {
    /** Each is caught within the first {@value} seeds; the run stops at the first that catches it. */
    private static final int SEEDS = 2_000;

    private static void assertCaught(Subject bug, Invariant expected) {
        Map<Invariant, Integer> broken = new EnumMap<>(Invariant.class);
        for (long seed = 1; seed <= SEEDS && !broken.containsKey(expected); seed++) {
            Invariant invariant = Simulation.run(seed, bug, null).broken();
            if (invariant != null) {
                broken.merge(invariant, 1, Integer::sum);
            }
        }
        assertTrue(broken.containsKey(expected), () -> "expected " + expected + ", broke " + broken);
    }

    @Test
    void acknowledging_before_persisting() {
        assertCaught(
                new Subject() {
                    @Override
                    boolean repliesBeforeItPersists() {
                        return true;
                    }
                },
                Invariant.ORDERED_IS_DURABLE);
    }

    @Test
    void acknowledging_without_asking_whether_the_epoch_holds() {
        assertCaught(
                new Subject() {
                    @Override
                    boolean asksBeforeItAnswers() {
                        return false;
                    }
                },
                Invariant.ACKNOWLEDGED_IS_DURABLE);
    }

    @Test
    void accepting_the_report_of_an_old_attempt() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        return decision.verdict() == Verdict.STALE
                                        && command instanceof SweepCommand.FinishTrial finish
                                        && runs(state, finish)
                                ? accepted(succeeded(finish, now))
                                : decision;
                    }
                },
                Invariant.ATTEMPTS_FENCED);
    }

    private static boolean runs(SweepState state, SweepCommand.FinishTrial finish) {
        for (int i = 0; i < state.plan().trials().size(); i++) {
            if (state.plan().trials().get(i).id().equals(finish.attempt().trial())) {
                return state.status(i) == TrialStatus.RUNNING;
            }
        }
        return false;
    }

    private static SweepEvent succeeded(SweepCommand.FinishTrial finish, long now) {
        return new SweepEvent.TrialSucceeded(
                finish.attempt(),
                finish.result(),
                finish.headline(),
                finish.durationMillis(),
                finish.worker(),
                finish.node(),
                now);
    }

    private static Decision accepted(SweepEvent... events) {
        return new Decision(List.of(events), List.of(), List.of(), Verdict.ACCEPTED, null);
    }

    @Test
    void forgetting_attempt_numbers_on_recovery() {
        assertCaught(
                new Subject() {
                    @Override
                    SweepState recovered(SweepState state) {
                        return changed(state, trial -> withAttempts(trial, Math.min(1, trial.attempts())));
                    }
                },
                Invariant.RECOVERY_EXACT);
    }

    @Test
    void counting_attempts_from_one_again_after_a_failure() {
        assertCaught(
                new Subject() {
                    @Override
                    public SweepState evolve(SweepState state, SweepEvent event) {
                        SweepState next = super.evolve(state, event);
                        return event instanceof SweepEvent.AttemptFailed
                                ? changed(
                                        next,
                                        trial -> withAttempts(
                                                trial, trial.worker().isEmpty() ? 0 : trial.attempts()))
                                : next;
                    }
                },
                Invariant.ATTEMPTS_GROW);
    }

    private static SweepState changed(SweepState state, UnaryOperator<SweepSnapshot.Trial> change) {
        var snapshot = state.toSnapshot();
        return SweepState.fromSnapshot(new SweepSnapshot(
                snapshot.submission(),
                snapshot.phase(),
                snapshot.trials().stream().map(change).toList(),
                snapshot.divergences(),
                snapshot.attemptFailures(),
                snapshot.finishedMillis(),
                snapshot.epoch(),
                snapshot.successes(),
                snapshot.suspects(),
                snapshot.priority(),
                snapshot.weight(),
                snapshot.mostSlots(),
                snapshot.drained(),
                snapshot.steps(),
                snapshot.seconds()));
    }

    private static SweepSnapshot.Trial withAttempts(SweepSnapshot.Trial trial, int attempts) {
        return new SweepSnapshot.Trial(
                trial.status(),
                trial.waitingFor(),
                attempts,
                trial.failures(),
                trial.notBeforeMillis(),
                trial.worker(),
                trial.incarnation(),
                trial.startedMillis(),
                trial.result(),
                trial.headline(),
                trial.durationMillis(),
                trial.node(),
                trial.atMillis(),
                trial.lastFailure());
    }

    @Test
    void accepting_a_second_and_different_result() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        return decision.verdict() == Verdict.DIVERGED
                                        && command instanceof SweepCommand.FinishTrial finish
                                ? new Decision(
                                        List.of(succeeded(finish, now)), List.of(), List.of(), Verdict.ACCEPTED, null)
                                : decision;
                    }
                },
                Invariant.ONE_RESULT);
    }

    @Test
    void going_on_after_a_write_that_failed() {
        assertCaught(
                new Subject() {
                    @Override
                    boolean goesOnAfterAFailedWrite() {
                        return true;
                    }
                },
                Invariant.ACKNOWLEDGED_IS_DURABLE);
    }

    @Test
    void never_letting_a_lease_run_out() {
        assertCaught(
                new Subject() {
                    @Override
                    boolean looksAtLeases() {
                        return false;
                    }
                },
                Invariant.CONVERGES);
    }

    @Test
    void counting_lost_nodes_against_the_trial() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        if (command instanceof SweepCommand.ReleaseWorker release) {
                            var wrong = new Failure(
                                    FailureClass.USER,
                                    release.failure().code(),
                                    release.failure().message());
                            return super.decide(state, new SweepCommand.ReleaseWorker(release.worker(), wrong), now);
                        }
                        return super.decide(state, command, now);
                    }
                },
                Invariant.BUDGETS_KEPT);
    }

    @Test
    void a_snapshot_that_lacks_a_field() {
        assertCaught(
                new Subject() {
                    @Override
                    SweepSnapshot snapshot(SweepState state) {
                        var whole = state.toSnapshot();
                        return new SweepSnapshot(
                                whole.submission(),
                                whole.phase(),
                                whole.trials(),
                                whole.divergences(),
                                0,
                                whole.finishedMillis(),
                                whole.epoch(),
                                whole.successes(),
                                whole.suspects(),
                                whole.priority(),
                                whole.weight(),
                                whole.mostSlots(),
                                whole.drained(),
                                whole.steps(),
                                whole.seconds());
                    }
                },
                Invariant.RECOVERY_EXACT);
    }

    @Test
    void two_coordinators_that_both_write() {
        assertCaught(
                new Subject() {
                    @Override
                    boolean fencesCoordinators() {
                        return false;
                    }
                },
                Invariant.FENCED_COORDINATOR);
    }

    @Test
    void starting_trials_of_a_paused_sweep() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        boolean paused = state.phase() == SweepPhase.PAUSED;
                        return command instanceof SweepCommand.ReconcileWorker && paused
                                ? super.decide(evolve(state, new SweepEvent.SweepContinued(now)), command, now)
                                : super.decide(state, command, now);
                    }
                },
                Invariant.EDITS_OBEYED);
    }

    @Test
    void blaming_a_worker_for_its_first_failure() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        if (!(command instanceof SweepCommand.FailAttempt fail)
                                || decision.events().size() != 1) {
                            return decision;
                        }
                        var events = new ArrayList<SweepEvent>(decision.events());
                        events.add(new SweepEvent.WorkerQuarantined(fail.worker(), fail.failure(), now + 1_000, now));
                        return accepted(events.toArray(SweepEvent[]::new));
                    }
                },
                Invariant.BLAME_FAIR);
    }

    @Test
    void giving_up_at_the_first_failure() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        if (!(command instanceof SweepCommand.FailAttempt fail)
                                || decision.events().size() != 1) {
                            return decision;
                        }
                        var events = new ArrayList<SweepEvent>(decision.events());
                        events.add(new SweepEvent.TrialGivenUp(fail.attempt().trial(), fail.failure(), now));
                        return accepted(events.toArray(SweepEvent[]::new));
                    }
                },
                Invariant.BUDGETS_KEPT);
    }

    /** A coordinator that takes over and has forgotten what its searches saw. */
    @Test
    void forgetting_a_score_of_a_search_on_recovery() {
        assertCaught(
                new Subject() {
                    @Override
                    SweepSnapshot snapshot(SweepState state) {
                        var whole = state.toSnapshot();
                        var steps = new ArrayList<>(whole.steps());
                        int last = -1;
                        for (int i = 0; i < steps.size(); i++) {
                            last = steps.get(i).what() == SearchStep.What.JUDGED ? i : last;
                        }
                        if (last >= 0) {
                            KeptStep step = steps.get(last);
                            steps.set(
                                    last,
                                    new KeptStep(
                                            SearchStep.What.JUDGED,
                                            step.search(),
                                            step.candidate(),
                                            step.values(),
                                            step.until(),
                                            1 - step.score()));
                        }
                        return new SweepSnapshot(
                                whole.submission(),
                                whole.phase(),
                                whole.trials(),
                                whole.divergences(),
                                whole.attemptFailures(),
                                whole.finishedMillis(),
                                whole.epoch(),
                                whole.successes(),
                                whole.suspects(),
                                whole.priority(),
                                whole.weight(),
                                whole.mostSlots(),
                                whole.drained(),
                                steps,
                                whole.seconds());
                    }
                },
                Invariant.RECOVERY_EXACT);
    }

    @Test
    void suggesting_what_does_not_follow_from_the_results() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        var events = new ArrayList<SweepEvent>(decision.events());
                        events.replaceAll(event -> event instanceof SweepEvent.CandidateSuggested each
                                        && each.candidate() == 11
                                ? new SweepEvent.CandidateSuggested(
                                        each.search(),
                                        each.candidate(),
                                        List.of(new Named("batch_size", "32"), new Named("learning_rate", "0.5")),
                                        each.until(),
                                        now)
                                : event);
                        return new Decision(
                                events, decision.orders(), decision.drop(), decision.verdict(), decision.refusal());
                    }
                },
                Invariant.SEARCH_DETERMINED);
    }

    /** Changes where a second attempt goes. */
    private static Subject second(UnaryOperator<SweepEvent.SecondAttemptStarted> change) {
        return new Subject() {
            @Override
            public Decision decide(SweepState state, SweepCommand command, long now) {
                Decision decision = super.decide(state, command, now);
                List<SweepEvent> events = decision.events().stream()
                        .map(event ->
                                event instanceof SweepEvent.SecondAttemptStarted second ? change.apply(second) : event)
                        .toList();
                return new Decision(
                        events,
                        decision.orders(),
                        decision.drop(),
                        decision.verdict(),
                        decision.refusal(),
                        decision.unused());
            }
        };
    }

    @Test
    void a_second_attempt_with_the_number_of_the_first() {
        assertCaught(
                second(event -> new SweepEvent.SecondAttemptStarted(
                        new AttemptId(
                                event.attempt().sweep(),
                                event.attempt().trial(),
                                event.attempt().number() - 1),
                        event.worker(),
                        event.incarnation(),
                        event.atMillis())),
                Invariant.ATTEMPTS_GROW);
    }

    @Test
    void a_second_attempt_of_whatever_runs() {
        assertCaught(
                new Subject() {
                    @Override
                    public Decision decide(SweepState state, SweepCommand command, long now) {
                        Decision decision = super.decide(state, command, now);
                        if (!(command instanceof SweepCommand.ReconcileWorker worker) || worker.freeSlots() == 0) {
                            return decision;
                        }
                        var events = new ArrayList<SweepEvent>(decision.events());
                        for (int i = 0; i < state.plan().trials().size(); i++) {
                            if (state.status(i) == TrialStatus.RUNNING) {
                                events.add(new SweepEvent.SecondAttemptStarted(
                                        new AttemptId(
                                                state.plan().name(),
                                                state.plan().trials().get(i).id(),
                                                state.attempts(i) + 1),
                                        worker.worker(),
                                        worker.incarnation(),
                                        now));
                                break;
                            }
                        }
                        return new Decision(
                                events,
                                decision.orders(),
                                decision.drop(),
                                decision.verdict(),
                                decision.refusal(),
                                decision.unused());
                    }
                },
                Invariant.SECOND_BY_DECISION);
    }

    @Test
    void a_snapshot_that_forgets_second_attempts() {
        assertCaught(
                new Subject() {
                    @Override
                    SweepSnapshot snapshot(SweepState state) {
                        var whole = state.toSnapshot();
                        return new SweepSnapshot(
                                whole.submission(),
                                whole.phase(),
                                whole.trials(),
                                whole.divergences(),
                                whole.attemptFailures(),
                                whole.finishedMillis(),
                                whole.epoch(),
                                whole.successes(),
                                whole.suspects(),
                                whole.priority(),
                                whole.weight(),
                                whole.mostSlots(),
                                whole.drained(),
                                whole.steps(),
                                List.of());
                    }
                },
                Invariant.RECOVERY_EXACT);
    }
}
