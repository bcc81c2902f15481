package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import java.util.List;

/**
 * The coordinator heard a beat.
 *
 * @param coordinator incarnation of the coordinator that answers
 * @param drop attempts that the worker holds in vain (fenced off, cancelled): stop them and forget them
 */
public record BeatAcknowledged(@Tag(1) long coordinator, @Tag(2) List<AttemptId> drop) implements ToWorker {}
