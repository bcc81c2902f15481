package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.ExtendedPlan;
import io.holdout.coordinator.schedule.Share;
import io.holdout.coordinator.search.Study;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import java.util.BitSet;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What an event makes of a state. Never fails on an event that {@link Decider} made, and decides nothing. */
public final class Evolver implements SweepEvent.Fold<SweepState> {
    private final SweepState state;

    private Evolver(SweepState state) {
        this.state = state;
    }

    public static SweepState evolve(SweepState state, SweepEvent event) {
        return event.fold(new Evolver(state));
    }

    /** @throws HoldoutException JOURNAL if a coordinator wrote it that had been replaced before */
    public static SweepState evolve(SweepState state, JournalEntry entry) {
        if (entry.epoch() < state.epoch()) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE,
                    "JOURNAL",
                    "an event of epoch " + entry.epoch() + " follows one of epoch " + state.epoch()
                            + ": a coordinator that was replaced wrote it, and never acknowledged it; remove "
                            + entry.event()));
        }
        return evolve(state, entry.event()).writtenIn(entry.epoch());
    }

    @Override
    public SweepState submitted(SweepEvent.SweepSubmitted event) {
        return SweepState.submitted(event, Submission.planOf(event));
    }

    @Override
    public SweepState started(SweepEvent.AttemptStarted event) {
        var holder = new TrialRecord.Running(
                event.attempt().number(), event.worker(), event.incarnation(), event.atMillis());
        return change(event.attempt().trial(), trial -> trial.start(holder));
    }

    @Override
    public SweepState secondStarted(SweepEvent.SecondAttemptStarted event) {
        var holder = new TrialRecord.Running(
                event.attempt().number(), event.worker(), event.incarnation(), event.atMillis());
        return change(event.attempt().trial(), trial -> trial.startSecond(holder));
    }

    @Override
    public SweepState succeeded(SweepEvent.TrialSucceeded event) {
        Senders senders = state.notes().senders().plus(event.worker(), event.node(), event.pack());
        Senders.Sender from = senders.of(event.worker());
        var result = new TrialRecord.Finished(
                new ResultRef(event.result(), from.pack()),
                event.headline(),
                event.durationMillis(),
                from.worker(),
                from.node(),
                event.atMillis());
        Notes notes = state.notes()
                .suspecting(state.suspects().succeeded(event.worker()))
                .knowing(senders);
        SweepState next =
                change(event.attempt().trial(), trial -> trial.succeed(result)).noting(notes);
        int index = index(event.attempt().trial());
        return judged(waitForDependency(next, index, -1), index);
    }

    /** Tells the searches that wait for a trial what came of it. */
    private static SweepState judged(SweepState state, int index) {
        boolean ended = state.status(index).isEnd();
        if (!ended || !state.plan().isAwaited(index)) {
            return state;
        }
        OptionalDouble score = state.headline(index);
        boolean counts = score.isPresent() && Double.isFinite(score.getAsDouble());
        return state.planning(state.plan().judged(index, counts ? score : OptionalDouble.empty()));
    }

    @Override
    public SweepState suggested(SweepEvent.CandidateSuggested event) {
        return started(event.search(), new Study.Job(event.candidate(), Named.mapOf(event.values()), event.until()));
    }

    @Override
    public SweepState promoted(SweepEvent.CandidatePromoted event) {
        return started(event.search(), new Study.Job(event.candidate(), new TreeMap<>(), event.until()));
    }

    /** Its trials may be there already, for another search has asked for the same, and may have ended. */
    private SweepState started(int search, Study.Job job) {
        SweepState next = state.planning(state.plan().started(search, job));
        return judged(next, next.plan().searches().scoreTrial(search, job.candidate()));
    }

    @Override
    public SweepState stopped(SweepEvent.CandidateStopped event) {
        return state;
    }

    @Override
    public SweepState searchEnded(SweepEvent.SearchEnded event) {
        return state.planning(state.plan().ended(event.search()));
    }

    @Override
    public SweepState diverged(SweepEvent.ResultDiverged event) {
        return state.noting(state.notes().counting(1, 0));
    }

    @Override
    public SweepState failed(SweepEvent.AttemptFailed event) {
        int number = event.attempt().number();
        Notes notes = state.notes().counting(0, 1);
        if (speaksAgainstWorker(event)) {
            notes = notes.suspecting(state.suspects()
                    .failed(event.worker(), event.attempt().trial(), event.failure(), event.atMillis()));
        }
        return change(event.attempt().trial(), trial -> trial.fail(number, event.failure(), event.notBeforeMillis()))
                .noting(notes);
    }

    /** A trial that fails a second time may be at fault itself, and what the store lost is missing on every worker. */
    private boolean speaksAgainstWorker(SweepEvent.AttemptFailed event) {
        int before = state.trial(index(event.attempt().trial()))
                .failuresOf(event.failure().failureClass());
        return event.reported() && before == 0 && !event.failure().code().equals(Failure.ARTIFACT_MISSING);
    }

    @Override
    public SweepState quarantined(SweepEvent.WorkerQuarantined event) {
        return state.noting(
                state.notes().suspecting(state.suspects().quarantined(event.worker(), event.untilMillis())));
    }

    @Override
    public SweepState givenUp(SweepEvent.TrialGivenUp event) {
        SweepState next = change(event.trial(), trial -> trial.giveUp(event.failure()));
        return judged(next, index(event.trial()));
    }

    @Override
    public SweepState lost(SweepEvent.ResultLost event) {
        SweepState next = change(event.trial(), TrialRecord::loseResult);
        return waitForDependency(next, index(event.trial()), 1);
    }

    @Override
    public SweepState cancelled(SweepEvent.SweepCancelled event) {
        return state.inPhase(SweepPhase.CANCELLED, event.atMillis());
    }

    @Override
    public SweepState resumed(SweepEvent.SweepResumed event) {
        return tryAgain(state.inPhase(SweepPhase.RUNNING, event.atMillis()));
    }

    private static SweepState tryAgain(SweepState from) {
        SweepState next = from.planning(from.plan().retried(i -> from.status(i) == TrialStatus.GIVEN_UP));
        BitSet wanted = next.plan().spare();
        wanted.flip(0, next.trials().size());
        // whoever has to be done needs all that it waits for, also what nobody else waits for any more
        for (int i = next.trials().size() - 1; i >= 0; i--) {
            if (next.status(i) == TrialStatus.GIVEN_UP && wanted.get(i)) {
                next = next.with(i, next.trial(i).tryAgain());
            }
            if (!next.status(i).isEnd()) {
                next.plan().trials().get(i).dependencies().forEach(wanted::set);
            }
        }
        return next;
    }

    @Override
    public SweepState finished(SweepEvent.SweepFinished event) {
        return state.inPhase(SweepPhase.FINISHED, event.atMillis());
    }

    @Override
    public SweepState paused(SweepEvent.SweepPaused event) {
        return state.inPhase(SweepPhase.PAUSED, event.atMillis());
    }

    @Override
    public SweepState continued(SweepEvent.SweepContinued event) {
        return state.inPhase(SweepPhase.RUNNING, event.atMillis());
    }

    @Override
    public SweepState retried(SweepEvent.FailedTrialsRetried event) {
        boolean goesOn = state.phase() == SweepPhase.FINISHED;
        return tryAgain(goesOn ? state.inPhase(SweepPhase.RUNNING, event.atMillis()) : state);
    }

    @Override
    public SweepState shareChanged(SweepEvent.ShareChanged event) {
        var share = new Share(event.priority(), event.weight(), event.mostSlots());
        return edited(state.edits().sharing(share));
    }

    @Override
    public SweepState drained(SweepEvent.WorkerDrained event) {
        return edited(state.edits().draining(event.worker()));
    }

    @Override
    public SweepState undrained(SweepEvent.WorkerUndrained event) {
        return edited(state.edits().undraining(event.worker()));
    }

    private SweepState edited(Edits next) {
        return state.noting(state.notes().edited(next));
    }

    @Override
    public SweepState reused(SweepEvent.ResultsReused event) {
        SweepState next = state;
        Senders senders = Senders.NONE;
        for (Reused each : event.results()) {
            int index = next.indexOf(each.trial())
                    .orElseThrow(() -> new IllegalStateException("an event names " + each.trial()));
            senders = senders.plus(each.worker(), each.node(), each.pack());
            Senders.Sender from = senders.of(each.worker());
            var result = new TrialRecord.Finished(
                    new ResultRef(each.result(), from.pack()),
                    each.headline(),
                    each.durationMillis(),
                    from.worker(),
                    from.node(),
                    event.atMillis());
            next = judged(waitForDependency(next.with(index, next.trial(index).succeed(result)), index, -1), index);
        }
        return next;
    }

    @Override
    public SweepState extended(SweepEvent.SweepExtended event) {
        return state.extended(event.to(), ExtendedPlan.of(state.plan(), Submission.planOf(event.to())));
    }

    private int index(TrialId trial) {
        return state.indexOf(trial)
                .orElseThrow(() -> new IllegalStateException("an event names trial " + trial + ", not in the plan"));
    }

    private SweepState change(TrialId trial, UnaryOperator<TrialRecord> step) {
        int index = index(trial);
        return state.with(index, step.apply(state.trial(index)));
    }

    private static SweepState waitForDependency(SweepState state, int index, int change) {
        SweepState next = state;
        for (int dependent : state.plan().trials().get(index).dependents()) {
            next = next.with(dependent, next.trial(dependent).waitFor(change));
        }
        return next;
    }
}
