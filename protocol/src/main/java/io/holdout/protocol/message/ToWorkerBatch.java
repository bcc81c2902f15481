package io.holdout.protocol.message;

import io.holdout.protocol.wire.Tag;
import java.util.List;

/**
 * Several messages to one worker as one, since most of what a short trial costs are its messages. Only for those that speak
 * {@link ProtocolVersion#BATCHES}.
 *
 * @param messages in the order in which they are to be read; none is a batch itself
 */
public record ToWorkerBatch(@Tag(1) List<ToWorker> messages) implements ToWorker {
    /** @throws IllegalArgumentException if a batch is in it */
    public ToWorkerBatch {
        messages = List.copyOf(messages);
        if (messages.stream().anyMatch(ToWorkerBatch.class::isInstance)) {
            throw new IllegalArgumentException("a batch within a batch");
        }
    }
}
