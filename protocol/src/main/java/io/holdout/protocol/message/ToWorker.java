package io.holdout.protocol.message;

import io.holdout.protocol.wire.WireValue;

/** What the coordinator says. */
public sealed interface ToWorker extends WireValue
        permits BeatAcknowledged, RunAttempt, ReportAcknowledged, AttemptLogWanted, ToWorkerBatch {}
