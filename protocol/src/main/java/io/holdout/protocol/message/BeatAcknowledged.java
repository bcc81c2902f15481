package io.holdout.protocol.message;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator heard a beat.
 *
 * @param coordinator incarnation of the coordinator that answers
 * @param drop attempts that the worker holds in vain (fenced off, cancelled): stop them and forget them
 * @param refusal why the worker gets nothing from this coordinator, and should ask seldom; null if it is welcome
 */
public record BeatAcknowledged(
        @Tag(1) long coordinator, @Tag(2) List<AttemptId> drop, @Tag(3) @Nullable Failure refusal) implements ToWorker {
    /** The worker is welcome. */
    public BeatAcknowledged(long coordinator, List<AttemptId> drop) {
        this(coordinator, drop, null);
    }
}
