package io.holdout.coordinator.web;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.HoldoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a problem; only what we did not expect is logged, and never what was sent. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Refused late() {
        return new Refused(503, "NOT_READY", "the coordinator did not answer in time; its journal may be unavailable");
    }

    static Problem of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Refused refused) {
            return refused.problem();
        }
        if (cause instanceof HoldoutException known) {
            return Problem.of(
                    switch (known.failure().failureClass()) {
                        case USER, NUMERIC -> isNotThere(known.failure()) ? 404 : 409;
                        case INFRASTRUCTURE, RESOURCE -> 503;
                        case BUG -> 500;
                    },
                    known.failure());
        }
        if (isTooLarge(cause)) {
            return Problem.of(413, "TOO_LARGE", "the body is larger than this call takes");
        }
        if (cause instanceof TimeoutException) {
            return Problem.of(408, "TOO_SLOW", "the body did not arrive in time");
        }
        if (cause instanceof EntityStreamException) {
            return Problem.of(400, "BAD_REQUEST", "the body ended too early");
        }
        LOG.error("a request could not be answered", cause);
        return Problem.of(500, "DEFECT", "a defect of Holdout; the coordinator's log has more");
    }

    static boolean isNotThere(Failure failure) {
        return failure.code().startsWith("NO_SUCH_");
    }

    private static boolean isTooLarge(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EntityStreamSizeException) {
                return true;
            }
        }
        return false;
    }
}
