package io.holdout.protocol.message;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import org.apache.pekko.actor.typed.ActorRef;

/** An attempt ended without a result; repeated until acknowledged. */
public record AttemptFailed(
        @Tag(1) String worker,
        @Tag(2) AttemptId attempt,
        @Tag(3) Failure failure,
        @Tag(4) long durationMillis,
        @Tag(5) ActorRef<ToWorker> replyTo)
        implements ToCoordinator {}
