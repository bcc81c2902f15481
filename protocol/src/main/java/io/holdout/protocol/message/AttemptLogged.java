package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;

/**
 * What an attempt said last. Sent when it is wanted, and once when the attempt has ended: nothing depends on it, so it is
 * not repeated.
 *
 * @param from characters before the text, which are not kept
 * @param text whole lines, at most {@link #MOST_CHARACTERS}
 * @param isOver whether nothing follows
 */
public record AttemptLogged(
        @Tag(1) String worker,
        @Tag(2) AttemptId attempt,
        @Tag(3) long from,
        @Tag(4) String text,
        @Tag(5) boolean isOver)
        implements ToCoordinator {
    /** Of one attempt: some hundreds of lines, and far below the largest message. */
    public static final int MOST_CHARACTERS = 32 * 1024;
}
