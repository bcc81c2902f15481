package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialStatus;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged.Verdict;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees everything, knows what is in the journal, and ends the run when an {@link Invariant} is broken. */
final class Checker implements SweepEvent.Fold<Boolean> {
    /** A lease is 10 s; ticks and the way of a beat blur it by a second. */
    private static final long SHORTEST_SILENCE_MILLIS = 9_000;

    private final World world;
    private final SearchLedger searches = new SearchLedger();
    private final List<TrialLedger> ledgers = new ArrayList<>();
    private final WorkerLedger workers = new WorkerLedger();
    private final EditLedger edits = new EditLedger();
    private final Set<Integer> acknowledged = new HashSet<>();
    private SweepState state = SweepState.EMPTY;
    private int recoveries;

    Checker(World world) {
        this.world = world;
        open(world.workload().plan());
    }

    /** Books for the trials that are new in a plan. */
    private void open(Plan plan) {
        for (PlannedTrial trial :
                plan.trials().subList(ledgers.size(), plan.trials().size())) {
            ledgers.add(new TrialLedger(trial.label(), world.results().hash(trial)));
        }
    }

    /** What the journal's events make. */
    SweepState state() {
        return state;
    }

    int recoveries() {
        return recoveries;
    }

    boolean isAccepted(int index) {
        return ledgers.get(index).wasAccepted();
    }

    private int index(TrialId trial) {
        return world.plan().indexOf(trial).orElseThrow();
    }

    private TrialLedger ledger(TrialId trial) {
        return ledgers.get(index(trial));
    }

    /** These events are now in the journal. */
    void landed(long epoch, List<JournalEntry> entries) {
        Violation.unless(
                epoch >= world.journal().readBy(),
                Invariant.FENCED_COORDINATOR,
                () -> "what epoch %d writes counts after %d has read"
                        .formatted(epoch, world.journal().readBy()));
        for (JournalEntry entry : entries) {
            entry.event().fold(this);
            SweepState before = state;
            state = Evolver.evolve(state, entry);
            open(world.plan());
            search(entry.event(), before);
        }
    }

    /** The searches' part of an event, with the plan that it has made. */
    private void search(SweepEvent event, SweepState before) {
        if (event instanceof SweepEvent.CandidateSuggested each) {
            searches.suggested(each, state.plan());
        } else if (event instanceof SweepEvent.CandidatePromoted each) {
            searches.promoted(each, state.plan());
        } else if (event instanceof SweepEvent.SearchEnded each) {
            searches.chosen(each, before.plan());
        } else if (event instanceof SweepEvent.TrialSucceeded each) {
            searches.ended(index(each.attempt().trial()), score(each.headline()), state.plan());
        } else if (event instanceof SweepEvent.ResultsReused all) {
            for (Reused each : all.results()) {
                searches.ended(index(each.trial()), score(each.headline()), state.plan());
            }
        } else if (event instanceof SweepEvent.TrialGivenUp each) {
            searches.ended(index(each.trial()), OptionalDouble.empty(), state.plan());
        } else if (event instanceof SweepEvent.ResultLost each) {
            searches.reopened(index(each.trial()));
        } else if (event instanceof SweepEvent.SweepResumed || event instanceof SweepEvent.FailedTrialsRetried) {
            if (world.workload().isSearched()) {
                searches.retried(before.plan(), i -> before.status(i) == TrialStatus.GIVEN_UP);
            }
            for (int i = 0; i < ledgers.size(); i++) {
                // what a search tried in vain beside what it chose is not tried again
                if (statusOf(i) != TrialStatus.GIVEN_UP) {
                    ledgers.get(i).resumed();
                }
            }
        }
    }

    private static OptionalDouble score(double headline) {
        return Double.isNaN(headline) ? OptionalDouble.empty() : OptionalDouble.of(headline);
    }

    /** Of a trial at this place of the whole plan, of which the sweep may have a part only; null if it has it not. */
    private @Nullable TrialStatus statusOf(int index) {
        OptionalInt there =
                state.plan().indexOf(world.plan().trials().get(index).id());
        return there.isEmpty() ? null : state.status(there.getAsInt());
    }

    /** A coordinator orders an attempt. */
    void ordered(AttemptId attempt) {
        Violation.unless(
                ledger(attempt.trial()).hasStarted(attempt.number()),
                Invariant.ORDERED_IS_DURABLE,
                () -> "%s is ordered, and its start is not in the journal".formatted(attempt));
    }

    /** A coordinator answers a report. */
    void acknowledged(ReportAcknowledged answer) {
        TrialLedger ledger = ledger(answer.attempt().trial());
        if (answer.verdict() == Verdict.ACCEPTED) {
            Violation.unless(
                    ledger.hasEnded(answer.attempt().number()),
                    Invariant.ACKNOWLEDGED_IS_DURABLE,
                    () -> "%s is acknowledged and not in the journal".formatted(answer.attempt()));
        }
        if (answer.verdict() == Verdict.DUPLICATE || answer.verdict() == Verdict.DIVERGED) {
            Violation.unless(
                    ledger.wasAccepted(),
                    Invariant.ACKNOWLEDGED_IS_DURABLE,
                    () -> "%s is %s of a result that is not in the journal"
                            .formatted(answer.attempt(), answer.verdict()));
        }
        if (ledger.accepted() != null) {
            acknowledged.add(index(answer.attempt().trial()));
        }
    }

    /** A coordinator has read the journal. */
    void recovered(SweepState found) {
        recoveries++;
        resultsSurvive(found);
        Violation.unless(
                found.toSnapshot().equals(state.toSnapshot()),
                Invariant.RECOVERY_EXACT,
                () -> "recovered %s%ninstead of %s".formatted(found.toSnapshot(), state.toSnapshot()));
    }

    private void resultsSurvive(SweepState found) {
        for (int index : acknowledged) {
            String result = ledgers.get(index).accepted();
            Violation.unless(
                    result == null
                            || (found.phase() != SweepPhase.NOT_SUBMITTED
                                    && resultIn(found, index)
                                            .filter(result::equals)
                                            .isPresent()),
                    Invariant.ACKNOWLEDGED_SURVIVES,
                    () -> "the result of '%s' was acknowledged and is gone"
                            .formatted(world.plan().trials().get(index).label()));
        }
    }

    /** Its plan may be that of a sweep not extended yet, with other positions. */
    private Optional<String> resultIn(SweepState found, int index) {
        OptionalInt there =
                found.plan().indexOf(world.plan().trials().get(index).id());
        return there.isEmpty() ? Optional.empty() : found.result(there.getAsInt());
    }

    /** A worker loses what it holds, {@code silentMillis} after its last beat arrived. */
    void expired(String worker, long silentMillis) {
        Violation.unless(
                silentMillis >= SHORTEST_SILENCE_MILLIS,
                Invariant.LEASE_FAIR,
                () -> "%s loses its attempts %d ms after a beat of it arrived".formatted(worker, silentMillis));
    }

    /** All is quiet: the end. */
    void finished() {
        resultsSurvive(state);
        FinalTable.check(world, state);
    }

    @Override
    public Boolean submitted(SweepEvent.SweepSubmitted event) {
        Violation.unless(state.phase() == SweepPhase.NOT_SUBMITTED, Invariant.NO_DEFECT, () -> "submitted twice");
        return true;
    }

    @Override
    public Boolean started(SweepEvent.AttemptStarted event) {
        int index = index(event.attempt().trial());
        needsAreThere(index, event);
        ledgers.get(index).started(event.attempt().number(), event.worker());
        edits.started(event.attempt(), event.worker());
        return true;
    }

    @Override
    public Boolean secondStarted(SweepEvent.SecondAttemptStarted event) {
        int index = index(event.attempt().trial());
        needsAreThere(index, event);
        ledgers.get(index).secondStarted(event.attempt().number(), event.worker());
        edits.started(event.attempt(), event.worker());
        long seconds = ledgers.stream().filter(TrialLedger::runsTwice).count();
        Violation.unless(
                seconds <= Math.max(1, world.mostSlots() / 10),
                Invariant.SECOND_BY_DECISION,
                () -> "%d trials run twice on %d slots".formatted(seconds, world.mostSlots()));
        return true;
    }

    private void needsAreThere(int index, Object what) {
        for (int need : world.plan().trials().get(index).dependencies()) {
            Violation.unless(
                    ledgers.get(need).accepted() != null, Invariant.INPUTS_FIRST, () -> "%s comes without what it needs"
                            .formatted(what));
        }
    }

    @Override
    public Boolean succeeded(SweepEvent.TrialSucceeded event) {
        TrialLedger ledger = ledger(event.attempt().trial());
        edits.ended(ledger.underWay());
        ledger.succeeded(event.attempt().number(), event.result());
        workers.succeeded(event.worker());
        return true;
    }

    @Override
    public Boolean diverged(SweepEvent.ResultDiverged event) {
        Violation.unless(
                world.faults().has(Fault.RESULT_DIFFERS), Invariant.TRUE_RESULT, () -> "an alarm about nothing: %s"
                        .formatted(event));
        return true;
    }

    @Override
    public Boolean failed(SweepEvent.AttemptFailed event) {
        ledger(event.attempt().trial()).failed(event.attempt().number(), event.failure());
        workers.failed(event);
        edits.ended(1);
        return true;
    }

    @Override
    public Boolean quarantined(SweepEvent.WorkerQuarantined event) {
        workers.quarantined(event);
        return true;
    }

    @Override
    public Boolean givenUp(SweepEvent.TrialGivenUp event) {
        PlannedTrial trial = world.plan().trials().get(index(event.trial()));
        boolean dependency =
                trial.dependencies().stream().anyMatch(need -> ledgers.get(need).isGivenUp());
        ledgers.get(trial.index()).givenUp(dependency);
        return true;
    }

    @Override
    public Boolean lost(SweepEvent.ResultLost event) {
        int index = index(event.trial());
        var result = world.results().of(world.plan().trials().get(index));
        boolean real = world.store().everLost(event.result())
                || result.artifacts().stream().anyMatch(world.store()::everLost);
        ledgers.get(index).lost(real);
        return true;
    }

    @Override
    public Boolean cancelled(SweepEvent.SweepCancelled event) {
        return true;
    }

    @Override
    public Boolean resumed(SweepEvent.SweepResumed event) {
        edits.paused(false);
        return true;
    }

    @Override
    public Boolean retried(SweepEvent.FailedTrialsRetried event) {
        return true;
    }

    @Override
    public Boolean suggested(SweepEvent.CandidateSuggested event) {
        return true;
    }

    @Override
    public Boolean paused(SweepEvent.SweepPaused event) {
        edits.paused(true);
        return true;
    }

    @Override
    public Boolean promoted(SweepEvent.CandidatePromoted event) {
        return true;
    }

    @Override
    public Boolean continued(SweepEvent.SweepContinued event) {
        edits.paused(false);
        return true;
    }

    @Override
    public Boolean stopped(SweepEvent.CandidateStopped event) {
        return true;
    }

    @Override
    public Boolean shareChanged(SweepEvent.ShareChanged event) {
        edits.mostSlots(event.mostSlots());
        return true;
    }

    @Override
    public Boolean drained(SweepEvent.WorkerDrained event) {
        edits.drained(event.worker(), true);
        return true;
    }

    @Override
    public Boolean reused(SweepEvent.ResultsReused event) {
        for (Reused each : event.results()) {
            needsAreThere(index(each.trial()), each);
            ledger(each.trial()).reused(each.result());
        }
        return true;
    }

    @Override
    public Boolean extended(SweepEvent.SweepExtended event) {
        return true;
    }

    @Override
    public Boolean undrained(SweepEvent.WorkerUndrained event) {
        edits.drained(event.worker(), false);
        return true;
    }

    @Override
    public Boolean searchEnded(SweepEvent.SearchEnded event) {
        return true;
    }

    @Override
    public Boolean finished(SweepEvent.SweepFinished event) {
        Violation.unless(
                state.plan().trials().stream()
                        .map(trial -> ledger(trial.id()))
                        .allMatch(ledger -> ledger.accepted() != null || ledger.isGivenUp()),
                Invariant.EVERY_CELL_ENDS,
                () -> "finished, but not all trials have ended");
        edits.paused(false);
        return true;
    }
}
