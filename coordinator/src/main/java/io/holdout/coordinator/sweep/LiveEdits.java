package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Share;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;

/** What becomes of the edits that users make while a sweep is under way. Pure; a part of {@link Decider}. */
final class LiveEdits {
    /** The code of an edit that makes no sense where the sweep stands. */
    static final String NOT_UNDER_WAY = "NOT_UNDER_WAY";

    private final SweepState state;
    private final long now;

    private LiveEdits(SweepState state, long now) {
        this.state = state;
        this.now = now;
    }

    static Decision decide(SweepState state, SweepCommand.LiveEdit command, long now) {
        var edits = new LiveEdits(state, now);
        if (state.phase() == SweepPhase.NOT_SUBMITTED) {
            return edits.refuse("change");
        }
        if (command instanceof SweepCommand.PauseSweep) {
            return edits.pause();
        }
        if (command instanceof SweepCommand.ResumeSweep) {
            return edits.resume();
        }
        if (command instanceof SweepCommand.RetryFailed) {
            return edits.retry();
        }
        if (command instanceof SweepCommand.ChangeShare c) {
            return edits.share(c);
        }
        if (command instanceof SweepCommand.DrainWorker c) {
            return edits.drain(c.worker(), c.drained());
        }
        throw new IllegalStateException("no decision for " + command.getClass());
    }

    private Decision pause() {
        return switch (state.phase()) {
            case RUNNING -> one(new SweepEvent.SweepPaused(now));
            case PAUSED -> nothing();
            default -> refuse("pause");
        };
    }

    private Decision resume() {
        return switch (state.phase()) {
            case PAUSED -> one(new SweepEvent.SweepContinued(now));
            case CANCELLED -> one(new SweepEvent.SweepResumed(now));
            default -> nothing();
        };
    }

    private Decision retry() {
        if (state.phase() == SweepPhase.CANCELLED) {
            return refuse("retry in");
        }
        return state.counts().givenUp() == 0 ? nothing() : one(new SweepEvent.FailedTrialsRetried(now));
    }

    private Decision share(SweepCommand.ChangeShare command) {
        Share before = state.edits().share();
        Integer priority = command.priority();
        Double weight = command.weight();
        Integer mostSlots = command.mostSlots();
        try {
            Share next = Share.of(
                    priority == null ? before.priority() : priority,
                    weight == null ? before.weight() : weight,
                    mostSlots == null ? before.mostSlots() : mostSlots);
            return next.equals(before)
                    ? nothing()
                    : one(new SweepEvent.ShareChanged(next.priority(), next.weight(), next.mostSlots(), now));
        } catch (HoldoutException e) {
            return Decision.refuse(e.failure());
        }
    }

    private Decision drain(String worker, boolean drained) {
        if (state.edits().isDrained(worker) == drained) {
            return nothing();
        }
        if (!drained) {
            return one(new SweepEvent.WorkerUndrained(worker, now));
        }
        return state.edits().drained().size() < Edits.MOST_DRAINED
                ? one(new SweepEvent.WorkerDrained(worker, now))
                : Decision.refuse(new Failure(
                        FailureClass.USER,
                        "TOO_MANY_DRAINED",
                        Edits.MOST_DRAINED + " workers are drained already; let some of them work again"));
    }

    private Decision refuse(String what) {
        String phase = state.phase().name().toLowerCase(java.util.Locale.ROOT);
        return Decision.refuse(new Failure(
                FailureClass.USER,
                NOT_UNDER_WAY,
                "the sweep is " + phase.replace('_', ' ') + ": there is nothing to " + what
                        + (state.phase() == SweepPhase.CANCELLED ? "; resume it first" : "")));
    }

    private static Decision one(SweepEvent event) {
        return Decision.accept(List.of(event));
    }

    private static Decision nothing() {
        return Decision.accept(List.of());
    }
}
