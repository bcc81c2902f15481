package io.holdout.coordinator.web;

import io.holdout.protocol.failure.Failure;

/** An error as RFC 9457 has it, with our stable code. */
public record Problem(String title, int status, String code, String detail) {
    static Problem of(int status, Failure failure) {
        return new Problem(failure.failureClass().name(), status, failure.code(), failure.message());
    }
}
