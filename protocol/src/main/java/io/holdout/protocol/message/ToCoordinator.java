package io.holdout.protocol.message;

import io.holdout.protocol.wire.WireValue;

/** What a worker says. */
public sealed interface ToCoordinator extends WireValue
        permits WorkerBeat, AttemptSucceeded, AttemptsSucceeded, AttemptFailed, WorkerLeaving, AttemptLogged {
    /** The worker's name, unique in the cluster and kept over restarts. */
    String worker();
}
