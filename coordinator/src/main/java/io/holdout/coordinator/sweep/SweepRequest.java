package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command and who waits for what comes of it.
 *
 * @param <W> address of a worker
 * @param <C> address of a client
 * @param worker gets orders, drops and verdicts; null if none waits
 * @param reported the attempt that a verdict is about; null for other commands
 * @param client gets the refusal, or null if there is none; null if nobody waits
 * @param progress what a worker's beat said of its attempts
 */
public record SweepRequest<W, C>(
        SweepCommand command,
        @Nullable W worker,
        @Nullable AttemptId reported,
        @Nullable C client,
        List<AttemptProgress> progress) {
    public SweepRequest {
        progress = List.copyOf(progress);
    }

    /** A command for which nobody waits. */
    public static <W, C> SweepRequest<W, C> unanswered(SweepCommand command) {
        return new SweepRequest<>(command, null, null, null, List.of());
    }

    /** Whether whoever asked asks again until it is answered, so that this may be lost. */
    boolean isRepeated() {
        return worker != null;
    }
}
