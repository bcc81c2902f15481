package io.holdout.coordinator.sweep;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be asked of a sweep. */
public sealed interface SweepCommand {
    /** Start it, or go on with it: what was cancelled goes on, what was given up is tried again. */
    record SubmitSweep(Submission submission, String version, boolean fresh) implements SweepCommand {
        /** One that takes over what other sweeps have finished. */
        public SubmitSweep(Submission submission, String version) {
            this(submission, version, false);
        }
    }

    /**
     * Bring a worker and the books into agreement, and give it work.
     *
     * @param held all attempts of this sweep that the worker holds
     * @param freeSlots attempts it takes, before what it was sent and has not yet received
     * @param ahead how many of those it does not start at once, so that only short trials are worth it
     * @param only whether no other worker is known: then it gets work whatever it did
     */
    record ReconcileWorker(
            String worker,
            long incarnation,
            List<AttemptId> held,
            int freeSlots,
            int ahead,
            boolean only,
            Machine machine)
            implements SweepCommand {
        /** From a worker of whose machine nothing is known. */
        public ReconcileWorker(String worker, long incarnation, List<AttemptId> held, int freeSlots, boolean only) {
            this(worker, incarnation, held, freeSlots, 0, only, Machine.UNKNOWN);
        }
    }

    record FinishTrial(
            AttemptId attempt, ResultRef ref, double headline, long durationMillis, String worker, NodeInfo node)
            implements SweepCommand {
        /** Of a result with an artifact of its own. */
        public FinishTrial(
                AttemptId attempt, String result, double headline, long durationMillis, String worker, NodeInfo node) {
            this(attempt, new ResultRef(result, ""), headline, durationMillis, worker, node);
        }

        /** Content hash of the result. */
        public String result() {
            return ref.hash();
        }
    }

    record FailAttempt(AttemptId attempt, Failure failure, String worker) implements SweepCommand {}

    /** Take back all that a worker holds. */
    record ReleaseWorker(String worker, Failure failure) implements SweepCommand {}

    /** The artifact store lost these results, or checkpoints that they name. */
    record ForgetResults(List<TrialId> trials) implements SweepCommand {}

    /**
     * Take over what other sweeps made of trials that have not started.
     *
     * @param results in the order of the plan
     */
    record ReuseResults(List<Reused> results) implements SweepCommand {}

    /** Add to it: the submission is a larger file of the same name. */
    record ExtendSweep(Submission submission, String version, boolean fresh) implements SweepCommand {
        /** One that takes over what other sweeps have finished. */
        public ExtendSweep(Submission submission, String version) {
            this(submission, version, false);
        }
    }

    record CancelSweep() implements SweepCommand {}

    /** What users may change while a sweep is under way. */
    sealed interface LiveEdit extends SweepCommand {}

    record PauseSweep() implements LiveEdit {}

    /** Go on with what was paused or cancelled. */
    record ResumeSweep() implements LiveEdit {}

    /** Try again what was given up. */
    record RetryFailed() implements LiveEdit {}

    /** See {@link io.holdout.coordinator.schedule.Share}; what is null stays as it is. */
    record ChangeShare(@Nullable Integer priority, @Nullable Double weight, @Nullable Integer mostSlots)
            implements LiveEdit {}

    /** @param drained whether the worker gets no work from now on; else it gets work again */
    record DrainWorker(String worker, boolean drained) implements LiveEdit {}
}
