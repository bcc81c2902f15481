package io.holdout.coordinator.sweep;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.List;

/** What happened in a sweep: small facts, kept for ever. Tags and ids are a contract with every old journal. */
public sealed interface SweepEvent extends WireValue {
    /** Wall-clock time of the decision, milliseconds since 1970; for people, never for decisions. */
    long atMillis();

    <S> S fold(Fold<S> fold);

    /**
     * @param file text of the sweep file
     * @param catalogue canonical JSON of the data's datasets
     * @param fingerprints of the datasets used
     * @param weights SHA-256 of weights files by backbone
     * @param planDigest of the plan that this means to the version that accepted it
     * @param fresh whether it takes nothing over that other sweeps have finished, also of what it searches for later
     */
    record SweepSubmitted(
            @Tag(1) String sweep,
            @Tag(2) String file,
            @Tag(3) String catalogue,
            @Tag(4) List<Named> fingerprints,
            @Tag(5) List<Named> weights,
            @Tag(6) String planDigest,
            @Tag(7) String version,
            @Tag(8) long atMillis,
            @Tag(9) boolean fresh)
            implements SweepEvent {
        /** One that takes over what there is. */
        public SweepSubmitted(
                String sweep,
                String file,
                String catalogue,
                List<Named> fingerprints,
                List<Named> weights,
                String planDigest,
                String version,
                long atMillis) {
            this(sweep, file, catalogue, fingerprints, weights, planDigest, version, atMillis, false);
        }

        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.submitted(this);
        }
    }

    record AttemptStarted(
            @Tag(1) AttemptId attempt, @Tag(2) String worker, @Tag(3) long incarnation, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.started(this);
        }
    }

    /** Another attempt of a trial starts beside one that is late; whichever has a result first ends the trial. */
    record SecondAttemptStarted(
            @Tag(1) AttemptId attempt, @Tag(2) String worker, @Tag(3) long incarnation, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.secondStarted(this);
        }
    }

    /** @param pack content hash of the artifact that has the result with others; empty if it has one of its own */
    record TrialSucceeded(
            @Tag(1) AttemptId attempt,
            @Tag(2) String result,
            @Tag(3) double headline,
            @Tag(4) long durationMillis,
            @Tag(5) String worker,
            @Tag(6) NodeInfo node,
            @Tag(7) long atMillis,
            @Tag(8) String pack)
            implements SweepEvent {
        /** Of a result with an artifact of its own. */
        public TrialSucceeded(
                AttemptId attempt,
                String result,
                double headline,
                long durationMillis,
                String worker,
                NodeInfo node,
                long atMillis) {
            this(attempt, result, headline, durationMillis, worker, node, atMillis, "");
        }

        /** Where the result is. */
        public ResultRef ref() {
            return new ResultRef(result, pack);
        }

        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.succeeded(this);
        }
    }

    /** A second result of a trial differs from the first: it does not count, but it must not stay unseen. */
    record ResultDiverged(
            @Tag(1) AttemptId attempt,
            @Tag(2) String result,
            @Tag(3) String worker,
            @Tag(4) long atMillis,
            @Tag(5) String pack)
            implements SweepEvent {
        /** Of a result with an artifact of its own. */
        public ResultDiverged(AttemptId attempt, String result, String worker, long atMillis) {
            this(attempt, result, worker, atMillis, "");
        }

        /** Where the result is. */
        public ResultRef ref() {
            return new ResultRef(result, pack);
        }

        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.diverged(this);
        }
    }

    /**
     * @param notBeforeMillis when the next attempt may start at the earliest
     * @param reported whether the worker itself said so; else it was lost with it, or taken from it
     */
    record AttemptFailed(
            @Tag(1) AttemptId attempt,
            @Tag(2) Failure failure,
            @Tag(3) String worker,
            @Tag(4) long notBeforeMillis,
            @Tag(5) long atMillis,
            @Tag(6) boolean reported)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.failed(this);
        }
    }

    record TrialGivenUp(@Tag(1) TrialId trial, @Tag(2) Failure failure, @Tag(3) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.givenUp(this);
        }
    }

    /**
     * Trials that have nothing in common fail on a worker while others succeed elsewhere: it gets no work for a while.
     *
     * @param failure the last one
     * @param untilMillis when it is tried again, wall-clock milliseconds since 1970
     */
    record WorkerQuarantined(
            @Tag(1) String worker, @Tag(2) Failure failure, @Tag(3) long untilMillis, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.quarantined(this);
        }
    }

    /** The artifact store no longer has a result, or a checkpoint that it names. */
    record ResultLost(@Tag(1) TrialId trial, @Tag(2) String result, @Tag(3) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.lost(this);
        }
    }

    record SweepCancelled(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.cancelled(this);
        }
    }

    /** The user goes on with a cancelled sweep, or tries again what was given up. */
    record SweepResumed(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.resumed(this);
        }
    }

    /** No trial can run any more: each succeeded or was given up. */
    record SweepFinished(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.finished(this);
        }
    }

    /**
     * A search suggests another candidate, which trains until a first mark.
     *
     * @param search its position in the plan
     * @param candidate its number in the search, from 0
     * @param values of its parameters
     * @param until epochs at the mark
     */
    record CandidateSuggested(
            @Tag(1) int search,
            @Tag(2) int candidate,
            @Tag(3) List<Named> values,
            @Tag(4) int until,
            @Tag(5) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.suggested(this);
        }
    }

    /** A candidate that stood at a mark trains on until another. */
    record CandidatePromoted(@Tag(1) int search, @Tag(2) int candidate, @Tag(3) int until, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.promoted(this);
        }
    }

    /** A candidate never trains beyond the mark at which it stands; its best checkpoint stays. */
    record CandidateStopped(@Tag(1) int search, @Tag(2) int candidate, @Tag(3) int until, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.stopped(this);
        }
    }

    /**
     * A search has nothing left to try.
     *
     * @param chosen the candidate that its cells use; {@link #NONE} if none has a score
     * @param until epochs at the chosen one's mark
     * @param score of the chosen one on source validation, an AUROC in [0,1]
     */
    record SearchEnded(
            @Tag(1) int search, @Tag(2) int chosen, @Tag(3) int until, @Tag(4) double score, @Tag(5) long atMillis)
            implements SweepEvent {
        /** No candidate. */
        public static final int NONE = -1;

        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.searchEnded(this);
        }
    }

    /** Nothing new starts until the user goes on; what runs is let run. */
    record SweepPaused(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.paused(this);
        }
    }

    /** The user goes on with a paused sweep. */
    record SweepContinued(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.continued(this);
        }
    }

    /** The user has all tried again that was given up, with fresh budgets; a finished sweep runs again. */
    record FailedTrialsRetried(@Tag(1) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.retried(this);
        }
    }

    /** See {@link io.holdout.coordinator.schedule.Share}. */
    record ShareChanged(@Tag(1) int priority, @Tag(2) double weight, @Tag(3) int mostSlots, @Tag(4) long atMillis)
            implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.shareChanged(this);
        }
    }

    /** The worker gets no more of this sweep; what it runs it may finish. */
    record WorkerDrained(@Tag(1) String worker, @Tag(2) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.drained(this);
        }
    }

    /** A drained worker gets work again. */
    record WorkerUndrained(@Tag(1) String worker, @Tag(2) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.undrained(this);
        }
    }

    /** Results that other sweeps made of trials of this one; it need not run them. */
    record ResultsReused(@Tag(1) List<Reused> results, @Tag(2) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.reused(this);
        }
    }

    /**
     * The sweep gets more to do.
     *
     * @param to the larger file and what belongs to it, with the time of the first submission
     */
    record SweepExtended(@Tag(1) SweepSubmitted to, @Tag(2) long atMillis) implements SweepEvent {
        @Override
        public <S> S fold(Fold<S> fold) {
            return fold.extended(this);
        }
    }

    /** One method for each event; Java 17 has no pattern switch. */
    interface Fold<S> {
        S submitted(SweepSubmitted event);

        S started(AttemptStarted event);

        S secondStarted(SecondAttemptStarted event);

        S succeeded(TrialSucceeded event);

        S diverged(ResultDiverged event);

        S failed(AttemptFailed event);

        S givenUp(TrialGivenUp event);

        S quarantined(WorkerQuarantined event);

        S lost(ResultLost event);

        S cancelled(SweepCancelled event);

        S resumed(SweepResumed event);

        S finished(SweepFinished event);

        S paused(SweepPaused event);

        S continued(SweepContinued event);

        S retried(FailedTrialsRetried event);

        S shareChanged(ShareChanged event);

        S drained(WorkerDrained event);

        S undrained(WorkerUndrained event);

        S reused(ResultsReused event);

        S extended(SweepExtended event);

        S suggested(CandidateSuggested event);

        S promoted(CandidatePromoted event);

        S stopped(CandidateStopped event);

        S searchEnded(SearchEnded event);
    }
}
