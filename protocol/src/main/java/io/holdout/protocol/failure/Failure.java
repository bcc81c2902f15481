package io.holdout.protocol.failure;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * One typed failure.
 *
 * @param code stable, upper case, such as {@code LEASE_EXPIRED} or {@code DATA_MISSING}
 * @param message for people; at most {@link #MAX_MESSAGE_CHARS} characters are kept
 */
public record Failure(@Tag(1) FailureClass failureClass, @Tag(2) String code, @Tag(3) String message)
        implements WireValue {
    /** Enough for one clear sentence with a path; events and messages stay small. */
    public static final int MAX_MESSAGE_CHARS = 500;

    /** The code of an attempt that found a result or checkpoint that it needs gone or damaged. */
    public static final String ARTIFACT_MISSING = "ARTIFACT_MISSING";

    public Failure {
        if (message.length() > MAX_MESSAGE_CHARS) {
            message = message.substring(0, MAX_MESSAGE_CHARS - 1) + "…";
        }
    }

    @Override
    public String toString() {
        return code + ": " + message;
    }
}
