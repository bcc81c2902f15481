package io.holdout.protocol.message;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * An attempt has a result, already in the artifact store; repeated until acknowledged.
 *
 * @param result content hash of the result's canonical JSON
 * @param headline the one number people look for: mean AUROC, in [0,1]
 * @param pack content hash of the artifact that has it with others; empty if it has one of its own
 */
public record AttemptSucceeded(
        @Tag(1) String worker,
        @Tag(2) AttemptId attempt,
        @Tag(3) String result,
        @Tag(4) double headline,
        @Tag(5) long durationMillis,
        @Tag(6) NodeInfo node,
        @Tag(7) ActorRef<ToWorker> replyTo,
        @Tag(8) String pack)
        implements ToCoordinator {
    /** Where it is. */
    public ResultRef ref() {
        return new ResultRef(result, pack);
    }
}
