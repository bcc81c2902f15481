package io.holdout.coordinator.sweep;

import static io.holdout.protocol.message.ReportAcknowledged.Verdict.ACCEPTED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DIVERGED;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.DUPLICATE;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.STALE;
import static io.holdout.protocol.message.ReportAcknowledged.Verdict.UNKNOWN;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.schedule.QuarantinePolicy;
import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/** What a command makes of a state: pure, so that it can be simulated. Time comes as an argument. */
public final class Decider {
    private final SweepState state;
    private final long now;
    private final Dispatch dispatch;

    private Decider(SweepState state, long now) {
        this.state = state;
        this.now = now;
        this.dispatch = new Dispatch(now);
    }

    /** @param now wall-clock milliseconds since 1970 */
    public static Decision decide(SweepState state, SweepCommand command, long now) {
        var decider = new Decider(state, now);
        if (command instanceof SweepCommand.SubmitSweep c) {
            return decider.submit(c);
        }
        if (command instanceof SweepCommand.ReconcileWorker c) {
            return decider.reconcile(c);
        }
        if (command instanceof SweepCommand.FinishTrial c) {
            return decider.finish(c);
        }
        if (command instanceof SweepCommand.FailAttempt c) {
            return decider.fail(c);
        }
        if (command instanceof SweepCommand.ReleaseWorker c) {
            return decider.release(c);
        }
        if (command instanceof SweepCommand.ForgetResults c) {
            return decider.forget(c);
        }
        if (command instanceof SweepCommand.CancelSweep) {
            return decider.cancel();
        }
        if (command instanceof SweepCommand.ReuseResults c) {
            return decider.reuse(c);
        }
        if (command instanceof SweepCommand.ExtendSweep c) {
            return decider.extend(c);
        }
        if (command instanceof SweepCommand.LiveEdit c) {
            return LiveEdits.decide(state, c, now);
        }
        throw new IllegalStateException("no decision for " + command.getClass());
    }

    private Decision submit(SweepCommand.SubmitSweep command) {
        try {
            if (state.phase() == SweepPhase.NOT_SUBMITTED) {
                Plan plan = command.submission().plan();
                var events = new ArrayList<SweepEvent>();
                var submitted = command.submission().toEvent(plan, command.version(), now, command.fresh());
                search(events, add(events, state, List.of(submitted)));
                return Decision.accept(events);
            }
            var differences = command.submission().differencesTo(state.submission());
            if (!differences.isEmpty()) {
                return Decision.refuse(new Failure(
                        FailureClass.USER,
                        "SWEEP_CHANGED",
                        "a sweep named '" + state.plan().name() + "' exists here and differs: "
                                + String.join("; ", differences)
                                + ". To add to it, use 'holdout extend'; else give the changed file another name (key"
                                + " 'sweep'), or use another --home"));
            }
        } catch (HoldoutException e) {
            return Decision.refuse(e.failure());
        }
        // this goes on with a paused one, too
        boolean goesOn = state.phase() == SweepPhase.CANCELLED
                || state.phase() == SweepPhase.PAUSED
                || state.counts().givenUp() > 0;
        return goesOn ? Decision.accept(List.of(new SweepEvent.SweepResumed(now))) : Decision.accept(List.of());
    }

    private Decision reconcile(SweepCommand.ReconcileWorker command) {
        if (!state.phase().isUnderWay()) {
            return new Decision(List.of(), List.of(), command.held(), null, null, command.freeSlots());
        }
        // what is left in the end is not this worker's, as far as is known
        var unknown = new LinkedHashSet<>(command.held());
        var events = new ArrayList<SweepEvent>();
        var orders = new ArrayList<RunAttempt>();
        int unseen = 0;
        SweepState next = state;
        for (var held : state.heldBy(command.worker()).entrySet()) {
            int index = held.getKey();
            var running = held.getValue().heldBy(command.worker());
            if (running == null) {
                continue;
            }
            AttemptId attempt = state.attempt(index, running.number());
            if (unknown.remove(attempt)) {
                continue;
            }
            if (running.incarnation() != command.incarnation()) {
                next = add(events, next, lose(next, index, running, restarted(command.worker()), false));
            } else if (next.trial(index).waitingFor() > 0) {
                next = add(events, next, lose(next, index, running, inputLost(), false));
            } else {
                unseen++;
                if (dispatch.isLate(running.startedMillis())) {
                    orders.add(Dispatch.order(state, index, attempt));
                }
            }
        }
        int free = command.freeSlots() - unseen;
        List<Integer> chosen = dispatch.choose(next, command, free);
        for (int index : chosen) {
            AttemptId attempt = next.attempt(index, next.trial(index).attempts() + 1);
            events.add(new SweepEvent.AttemptStarted(attempt, command.worker(), command.incarnation(), now));
            orders.add(Dispatch.order(next, index, attempt));
        }
        List<Integer> again = chosen.isEmpty() ? dispatch.again(next, command, free) : List.of();
        for (int index : again) {
            AttemptId attempt = next.attempt(index, next.trial(index).attempts() + 1);
            events.add(new SweepEvent.SecondAttemptStarted(attempt, command.worker(), command.incarnation(), now));
            orders.add(Dispatch.order(next, index, attempt));
        }
        finishIfAllEnded(events, next);
        var drop = unknown.stream().filter(attempt -> !state.holds(attempt)).toList();
        return new Decision(events, orders, drop, null, null, Math.max(0, free - chosen.size() - again.size()));
    }

    private static Failure restarted(String worker) {
        return new Failure(
                FailureClass.INFRASTRUCTURE, "WORKER_RESTARTED", "worker " + worker + " restarted without it");
    }

    private static Failure inputLost() {
        return new Failure(
                FailureClass.INFRASTRUCTURE, "INPUT_LOST", "what it needs was lost before the worker had its order");
    }

    private Decision finish(SweepCommand.FinishTrial command) {
        OptionalInt index = state.indexOf(command.attempt().trial());
        if (index.isEmpty()) {
            return Decision.verdict(UNKNOWN, List.of());
        }
        var finished = state.trial(index.getAsInt()).finished();
        if (finished != null) {
            return finished.result().equals(command.result())
                    ? Decision.verdict(DUPLICATE, List.of())
                    : Decision.verdict(
                            DIVERGED,
                            List.of(new SweepEvent.ResultDiverged(
                                    command.attempt(),
                                    command.result(),
                                    command.worker(),
                                    now,
                                    command.ref().pack())));
        }
        if (!state.holds(command.attempt())) {
            return Decision.verdict(STALE, List.of());
        }
        var succeeded = new SweepEvent.TrialSucceeded(
                command.attempt(),
                command.result(),
                command.headline(),
                command.durationMillis(),
                command.worker(),
                command.node(),
                now,
                command.ref().pack());
        boolean isLast = state.counts().unended() == 1;
        if (!isLast && state.plan().searches().size() == 0) {
            return Decision.verdict(ACCEPTED, List.of(succeeded));
        }
        var events = new ArrayList<SweepEvent>();
        finishIfAllEnded(events, add(events, state, List.of(succeeded)));
        return Decision.verdict(ACCEPTED, events);
    }

    private Decision fail(SweepCommand.FailAttempt command) {
        OptionalInt index = state.indexOf(command.attempt().trial());
        if (index.isEmpty()) {
            return Decision.verdict(UNKNOWN, List.of());
        }
        if (!state.holds(command.attempt())) {
            return Decision.verdict(STALE, List.of());
        }
        var events = new ArrayList<SweepEvent>();
        TrialRecord trial = state.trial(index.getAsInt());
        var running = trial.isSecond(command.attempt().number()) ? trial.second() : trial.running();
        SweepState next = running == null
                ? state
                : add(events, state, lose(state, index.getAsInt(), running, command.failure(), true));
        next = add(events, next, quarantine(next, command));
        finishIfAllEnded(events, next);
        return Decision.verdict(ACCEPTED, events);
    }

    private List<SweepEvent> quarantine(SweepState from, SweepCommand.FailAttempt command) {
        return from.suspects()
                .find(command.worker())
                .filter(suspect -> suspect.isToBlame(from.suspects().successes()))
                .map(suspect -> now + QuarantinePolicy.millis(suspect.quarantines()))
                .<List<SweepEvent>>map(until ->
                        List.of(new SweepEvent.WorkerQuarantined(command.worker(), command.failure(), until, now)))
                .orElse(List.of());
    }

    private Decision release(SweepCommand.ReleaseWorker command) {
        var events = new ArrayList<SweepEvent>();
        SweepState next = state;
        for (int index : state.heldBy(command.worker()).keySet()) {
            var running = next.trial(index).heldBy(command.worker());
            if (running != null) {
                next = add(events, next, lose(next, index, running, command.failure(), false));
            }
        }
        finishIfAllEnded(events, next);
        return Decision.accept(events);
    }

    /**
     * An attempt of a trial fails; the trial waits, or is given up with all that needs it, unless another attempt of it goes
     * on.
     */
    private List<SweepEvent> lose(
            SweepState from, int index, TrialRecord.Running running, Failure failure, boolean reported) {
        TrialRecord trial = from.trial(index);
        int failures = trial.failuresOf(failure.failureClass()) + 1;
        long notBefore = now + RetryPolicy.backoffMillis(failure.failureClass(), failures);
        var events = new ArrayList<SweepEvent>();
        events.add(new SweepEvent.AttemptFailed(
                from.attempt(index, running.number()), failure, running.worker(), notBefore, now, reported));
        if (trial.second() != null) {
            return events;
        }
        if (failures >= RetryPolicy.budget(failure.failureClass())) {
            giveUp(events, from, index, failure);
        } else {
            giveUpWithDependency(events, from, index);
        }
        return events;
    }

    private void giveUp(List<SweepEvent> events, SweepState from, int index, Failure failure) {
        PlannedTrial planned = from.plan().trials().get(index);
        events.add(new SweepEvent.TrialGivenUp(planned.id(), failure, now));
        for (int dependent : planned.dependents()) {
            TrialStatus status = from.status(dependent);
            if (status == TrialStatus.WAITING || status == TrialStatus.READY) {
                giveUp(events, from, dependent, dependencyFailed(planned, failure));
            }
        }
    }

    /** What it needs may have been lost and given up while it ran, or after it had succeeded: it can never run again. */
    private void giveUpWithDependency(List<SweepEvent> events, SweepState from, int index) {
        for (int dependency : from.plan().trials().get(index).dependencies()) {
            if (from.status(dependency) == TrialStatus.GIVEN_UP) {
                PlannedTrial planned = from.plan().trials().get(dependency);
                giveUp(events, from, index, dependencyFailed(planned, from.lastFailure(dependency)));
                return;
            }
        }
    }

    private static Failure dependencyFailed(PlannedTrial dependency, Failure failure) {
        return new Failure(
                failure.failureClass(),
                "DEPENDENCY_FAILED",
                "needs '" + dependency.label() + "', which failed: " + failure.message());
    }

    private Decision forget(SweepCommand.ForgetResults command) {
        var events = new ArrayList<SweepEvent>();
        SweepState next = state;
        for (TrialId trial : command.trials()) {
            OptionalInt index = next.indexOf(trial);
            if (index.isPresent()) {
                var result = next.result(index.getAsInt());
                if (result.isPresent()) {
                    next = add(events, next, lose(next, index.getAsInt(), trial, result.get()));
                }
            }
        }
        if (!events.isEmpty() && state.phase() == SweepPhase.FINISHED) {
            events.add(new SweepEvent.SweepResumed(now));
        }
        finishIfAllEnded(events, next);
        return Decision.accept(events);
    }

    private List<SweepEvent> lose(SweepState from, int index, TrialId trial, String result) {
        var events = new ArrayList<SweepEvent>();
        events.add(new SweepEvent.ResultLost(trial, result, now));
        giveUpWithDependency(events, from, index);
        return events;
    }

    /** Only what could start now: what runs is let run, and what waits for something would need that as well. */
    private Decision reuse(SweepCommand.ReuseResults command) {
        var events = new ArrayList<SweepEvent>();
        var taken = new ArrayList<Reused>();
        SweepState next = state;
        for (Reused each : command.results()) {
            OptionalInt index = next.indexOf(each.trial());
            if (next.phase().isUnderWay() && index.isPresent() && next.status(index.getAsInt()) == TrialStatus.READY) {
                next = add(new ArrayList<>(), next, List.of(new SweepEvent.ResultsReused(List.of(each), now)));
                taken.add(each);
            }
        }
        if (!taken.isEmpty()) {
            events.add(new SweepEvent.ResultsReused(taken, now));
        }
        finishIfAllEnded(events, next);
        return Decision.accept(events);
    }

    private Decision extend(SweepCommand.ExtendSweep command) {
        Decision decision = Extension.decide(state, command, now);
        if (decision.events().isEmpty()) {
            return decision;
        }
        var events = new ArrayList<SweepEvent>();
        search(events, add(events, state, decision.events()));
        return Decision.accept(events);
    }

    private Decision cancel() {
        if (!state.phase().isUnderWay()) {
            return Decision.accept(List.of());
        }
        var events = new ArrayList<SweepEvent>();
        SweepState next = state;
        var cancelled = new Failure(FailureClass.INFRASTRUCTURE, "CANCELLED", "the sweep was cancelled");
        for (String worker : state.holders()) {
            for (int index : next.heldBy(worker).keySet()) {
                var running = next.trial(index).heldBy(worker);
                if (running != null) {
                    AttemptId attempt = next.attempt(index, running.number());
                    next = add(
                            events,
                            next,
                            List.of(new SweepEvent.AttemptFailed(attempt, cancelled, worker, now, now, false)));
                }
            }
        }
        events.add(new SweepEvent.SweepCancelled(now));
        return Decision.accept(events);
    }

    /** Searches go on with what is known now. */
    private SweepState search(List<SweepEvent> events, SweepState from) {
        SweepState next = from;
        if (next.phase() != SweepPhase.RUNNING) {
            return next;
        }
        for (var moves = Searching.next(next, now); !moves.isEmpty(); moves = Searching.next(next, now)) {
            int known = next.plan().trials().size();
            next = add(events, next, moves);
            for (int i = known; i < next.plan().trials().size(); i++) {
                var hopeless = new ArrayList<SweepEvent>();
                if (next.status(i) == TrialStatus.WAITING) {
                    giveUpWithDependency(hopeless, next, i);
                }
                next = add(events, next, hopeless);
            }
        }
        return next;
    }

    private void finishIfAllEnded(List<SweepEvent> events, SweepState from) {
        SweepState next = search(events, from);
        // what a paused sweep searches for goes on when it is continued
        boolean all = next.phase() == SweepPhase.RUNNING
                || next.phase() == SweepPhase.PAUSED && next.plan().searches().size() == 0;
        if (all && next.counts().allEnded()) {
            events.add(new SweepEvent.SweepFinished(now));
        }
    }

    private static SweepState add(List<SweepEvent> events, SweepState state, List<? extends SweepEvent> more) {
        SweepState next = state;
        for (SweepEvent event : more) {
            events.add(event);
            next = Evolver.evolve(next, event);
        }
        return next;
    }
}
