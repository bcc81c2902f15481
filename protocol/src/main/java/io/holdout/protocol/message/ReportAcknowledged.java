package io.holdout.protocol.message;

import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.wire.Tag;

/** A report was dealt with and need not be repeated: what it changed, if anything, is durable. */
public record ReportAcknowledged(@Tag(1) AttemptId attempt, @Tag(2) Verdict verdict) implements ToWorker {
    /** What became of a report. */
    public enum Verdict {
        /** It is the attempt that counts. */
        ACCEPTED,
        /** The trial had this result already. */
        DUPLICATE,
        /** The trial had another result already: an alarm in the report. */
        DIVERGED,
        /** The attempt was fenced off before. */
        STALE,
        /** No such sweep or trial here. */
        UNKNOWN
    }
}
