package io.holdout.protocol.message;

import io.holdout.protocol.wire.Tag;

/** The worker stops on purpose; what it holds goes back at once. */
public record WorkerLeaving(@Tag(1) String worker, @Tag(2) long incarnation) implements ToCoordinator {}
