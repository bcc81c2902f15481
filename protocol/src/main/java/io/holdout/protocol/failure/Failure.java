package io.holdout.protocol.failure;

/**
 * One typed failure.
 *
 * @param code stable, upper case, such as {@code LEASE_EXPIRED} or {@code DATA_MISSING}
 * @param message for people; at most {@link #MAX_MESSAGE_CHARS} characters are kept
 */
public record Failure(FailureClass failureClass, String code, String message) {
    /** Enough for one clear sentence with a path; events and messages stay small. */
    public static final int MAX_MESSAGE_CHARS = 500;

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
