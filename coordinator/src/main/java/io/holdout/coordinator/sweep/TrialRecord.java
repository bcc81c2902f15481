package io.holdout.coordinator.sweep;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one trial.
 *
 * @param waitingFor dependencies without a result
 * @param attempts number of the last attempt, 0 if none
 * @param failures counted failures since submission or the last resumption, one byte a class
 * @param notBeforeMillis when the next attempt may start at the earliest
 * @param running the attempt that counts; null unless RUNNING
 * @param second another attempt, on another worker, since the first is late; null unless there is one
 * @param finished the result; null unless SUCCEEDED
 * @param lastFailure of the last failed attempt, or why it was given up
 */
record TrialRecord(
        TrialStatus status,
        int waitingFor,
        int attempts,
        long failures,
        long notBeforeMillis,
        @Nullable Running running,
        @Nullable Running second,
        @Nullable Finished finished,
        @Nullable Failure lastFailure) {
    private static final int BITS = 8;
    private static final long MASK = (1 << BITS) - 1;

    /** An attempt under way, and the worker process that holds it. */
    record Running(int number, String worker, long incarnation, long startedMillis) {}

    /** A result and where it came from. */
    record Finished(
            ResultRef ref,
            double headline,
            long durationMillis,
            String worker,
            @Nullable NodeInfo node,
            long atMillis) {
        /** Content hash of the result. */
        String result() {
            return ref.hash();
        }
    }

    static TrialRecord waitingFor(int dependencies) {
        return new TrialRecord(
                dependencies == 0 ? TrialStatus.READY : TrialStatus.WAITING,
                dependencies,
                0,
                0,
                0,
                null,
                null,
                null,
                null);
    }

    /** The byte of a class; snapshots hold it, so it never changes. */
    private static int place(FailureClass failureClass) {
        return switch (failureClass) {
            case INFRASTRUCTURE -> 0;
            case RESOURCE -> 1;
            case NUMERIC -> 2;
            case USER -> 3;
            case BUG -> 4;
        };
    }

    int failuresOf(FailureClass failureClass) {
        return (int) (failures >> (BITS * place(failureClass)) & MASK);
    }

    private TrialRecord to(
            TrialStatus next, int waiting, @Nullable Running holder, @Nullable Finished result, @Nullable Failure why) {
        if (status != next && !status.mayBecome(next)) {
            throw new IllegalStateException(status + " may not become " + next);
        }
        return new TrialRecord(next, waiting, attempts, failures, notBeforeMillis, holder, null, result, why);
    }

    TrialRecord start(Running holder) {
        var started = to(TrialStatus.RUNNING, waitingFor, holder, null, lastFailure);
        return new TrialRecord(
                started.status, waitingFor, holder.number(), failures, 0, holder, null, null, lastFailure);
    }

    /** A second attempt beside the first. */
    TrialRecord startSecond(Running holder) {
        if (status != TrialStatus.RUNNING || second != null) {
            throw new IllegalStateException("a second attempt of a trial that is " + status + " beside " + second);
        }
        return new TrialRecord(
                status, waitingFor, holder.number(), failures, notBeforeMillis, running, holder, finished, lastFailure);
    }

    /** The attempt that this worker holds; null if it holds none. */
    @Nullable
    Running heldBy(String worker) {
        if (running != null && running.worker().equals(worker)) {
            return running;
        }
        return second != null && second.worker().equals(worker) ? second : null;
    }

    /** Whether the attempt of this number is under way. */
    boolean runs(int number) {
        return (running != null && running.number() == number) || isSecond(number);
    }

    /** Whether this is the second of two attempts that are under way. */
    boolean isSecond(int number) {
        return second != null && second.number() == number;
    }

    /**
     * Whether it may get a second attempt: one beside each first, and none where the trial itself may be at fault, for it
     * failed before or has lost many workers.
     */
    boolean mayHaveSecond() {
        int losses = failuresOf(FailureClass.INFRASTRUCTURE);
        return running != null
                && second == null
                && running.number() == attempts
                && waitingFor == 0
                && failures == (long) losses << BITS * place(FailureClass.INFRASTRUCTURE)
                && losses < Dispatch.LOSSES_BEFORE_ALONE;
    }

    TrialRecord succeed(Finished result) {
        return to(TrialStatus.SUCCEEDED, waitingFor, null, result, null);
    }

    /**
     * An attempt failed. One beside the first costs nothing; where the first fails, the second becomes the first.
     */
    TrialRecord fail(int number, Failure failure, long notBefore) {
        if (isSecond(number)) {
            return new TrialRecord(
                    status, waitingFor, attempts, failures, notBeforeMillis, running, null, finished, lastFailure);
        }
        var failed = second == null ? to(readyOrWaiting(), waitingFor, null, null, failure) : this;
        long shift = (long) BITS * place(failure.failureClass());
        long more = failuresOf(failure.failureClass()) == MASK ? failures : failures + (1L << shift);
        return new TrialRecord(failed.status, waitingFor, attempts, more, notBefore, second, null, null, failure);
    }

    TrialRecord giveUp(Failure failure) {
        return to(TrialStatus.GIVEN_UP, waitingFor, null, null, failure);
    }

    TrialRecord loseResult() {
        return to(readyOrWaiting(), waitingFor, null, null, null);
    }

    /** What it needs may have been lost meanwhile. */
    private TrialStatus readyOrWaiting() {
        return waitingFor == 0 ? TrialStatus.READY : TrialStatus.WAITING;
    }

    /** One dependency more ({@code +1}) or fewer ({@code -1}) to wait for; moves between WAITING and READY. */
    TrialRecord waitFor(int change) {
        int waiting = waitingFor + change;
        if (status == TrialStatus.WAITING && waiting == 0) {
            return to(TrialStatus.READY, 0, null, null, lastFailure);
        }
        if (status == TrialStatus.READY && waiting > 0) {
            return to(TrialStatus.WAITING, waiting, null, null, lastFailure);
        }
        return new TrialRecord(
                status, waiting, attempts, failures, notBeforeMillis, running, second, finished, lastFailure);
    }

    /** After being given up: fresh budgets, the attempt numbers go on. */
    TrialRecord tryAgain() {
        var next = to(readyOrWaiting(), waitingFor, null, null, null);
        return new TrialRecord(next.status, waitingFor, attempts, 0, 0, null, null, null, null);
    }
}
