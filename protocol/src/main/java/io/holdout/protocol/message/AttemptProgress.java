package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * How far one attempt is.
 *
 * @param done units of work done
 * @param total units of work expected; 0 while unknown
 * @param note for people, at most a line
 */
public record AttemptProgress(@Tag(1) AttemptId attempt, @Tag(2) long done, @Tag(3) long total, @Tag(4) String note)
        implements WireValue {
    /** Begins the note of an attempt that stands still for a reason outside of it; the reason follows. */
    public static final String WAITING = "waiting: ";
}
