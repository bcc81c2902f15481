package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.List;

/** What may be asked of a sweep. */
public sealed interface SweepCommand {
    /** Start it, or go on with it: what was cancelled goes on, what was given up is tried again. */
    record SubmitSweep(Submission submission, String version) implements SweepCommand {}

    /**
     * Bring a worker and the books into agreement, and give it work.
     *
     * @param held all attempts of this sweep that the worker holds
     * @param freeSlots attempts it can start, before what it was sent and has not yet received
     * @param only whether no other worker is known: then it gets work whatever it did
     */
    record ReconcileWorker(
            String worker, long incarnation, List<AttemptId> held, int freeSlots, boolean only, Machine machine)
            implements SweepCommand {
        /** From a worker of whose machine nothing is known. */
        public ReconcileWorker(String worker, long incarnation, List<AttemptId> held, int freeSlots, boolean only) {
            this(worker, incarnation, held, freeSlots, only, Machine.UNKNOWN);
        }
    }

    record FinishTrial(
            AttemptId attempt, String result, double headline, long durationMillis, String worker, NodeInfo node)
            implements SweepCommand {}

    record FailAttempt(AttemptId attempt, Failure failure, String worker) implements SweepCommand {}

    /** Take back all that a worker holds. */
    record ReleaseWorker(String worker, Failure failure) implements SweepCommand {}

    /** The artifact store lost these results, or checkpoints that they name. */
    record ForgetResults(List<TrialId> trials) implements SweepCommand {}

    record CancelSweep() implements SweepCommand {}
}
