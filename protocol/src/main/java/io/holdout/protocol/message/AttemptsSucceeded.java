package io.holdout.protocol.message;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** As many {@link AttemptSucceeded}, which say only once who reports. */
public record AttemptsSucceeded(
        @Tag(1) String worker,
        @Tag(2) NodeInfo node,
        @Tag(3) ActorRef<ToWorker> replyTo,
        @Tag(4) List<Success> successes)
        implements ToCoordinator {
    /** Most that a worker puts into one: far below what one message may take, and a report's share of who it is is small. */
    public static final int MOST = 64;

    public AttemptsSucceeded {
        successes = List.copyOf(successes);
    }

    /**
     * One of them.
     *
     * @param result content hash of the result's canonical JSON
     * @param headline the one number people look for: mean AUROC, in [0,1]
     * @param pack content hash of the artifact that has it with others; empty if it has one of its own
     */
    public record Success(
            @Tag(1) AttemptId attempt,
            @Tag(2) String result,
            @Tag(3) double headline,
            @Tag(4) long durationMillis,
            @Tag(5) String pack)
            implements WireValue {
        public Success(AttemptId attempt, ResultRef result, double headline, long durationMillis) {
            this(attempt, result.hash(), headline, durationMillis, result.pack());
        }

        /** Where it is. */
        public ResultRef ref() {
            return new ResultRef(result, pack);
        }
    }
}
