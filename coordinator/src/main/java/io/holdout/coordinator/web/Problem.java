package io.holdout.coordinator.web;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;

/**
 * An error as RFC 9457 has it.
 *
 * @param type a URN that holds the code
 * @param title the code in words
 * @param detail for people
 * @param code stable, such as {@code NO_SUCH_SWEEP}
 * @param failureClass whose fault it is
 */
public record Problem(String type, String title, int status, String detail, String code, FailureClass failureClass) {
    static Problem of(int status, Failure failure) {
        return new Problem(
                "urn:holdout:problem:" + failure.code(),
                failure.code().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                status,
                failure.message(),
                failure.code(),
                failure.failureClass());
    }

    static Problem of(int status, String code, String detail) {
        FailureClass whose = status >= 500 ? FailureClass.INFRASTRUCTURE : FailureClass.USER;
        return of(status, new Failure(whose, code, detail));
    }
}
