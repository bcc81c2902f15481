package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import org.apache.pekko.actor.typed.ActorRef;

/** Somebody wants to see what an attempt says while it runs; one that the worker does not hold is not answered. */
public record AttemptLogWanted(@Tag(1) AttemptId attempt, @Tag(2) ActorRef<AttemptLogged> replyTo)
        implements ToWorker {}
