package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.ReportAcknowledged.Verdict;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command comes to.
 *
 * @param events to be persisted before anything below is sent
 * @param orders attempts that the worker shall run (new ones, and ones it seems not to have received)
 * @param drop attempts that the worker holds in vain
 * @param verdict on a report; null for other commands
 * @param refusal why the command was refused; null if it was not
 * @param unused free slots that the worker offered and for which there is nothing now
 */
public record Decision(
        List<SweepEvent> events,
        List<RunAttempt> orders,
        List<AttemptId> drop,
        @Nullable Verdict verdict,
        @Nullable Failure refusal,
        int unused) {
    /** One about no slots. */
    public Decision(
            List<SweepEvent> events,
            List<RunAttempt> orders,
            List<AttemptId> drop,
            @Nullable Verdict verdict,
            @Nullable Failure refusal) {
        this(events, orders, drop, verdict, refusal, 0);
    }

    public Decision {
        events = List.copyOf(events);
        orders = List.copyOf(orders);
        drop = List.copyOf(drop);
    }

    static Decision accept(List<? extends SweepEvent> events) {
        return new Decision(List.copyOf(events), List.of(), List.of(), null, null);
    }

    static Decision verdict(Verdict verdict, List<? extends SweepEvent> events) {
        return new Decision(List.copyOf(events), List.of(), List.of(), verdict, null);
    }

    static Decision refuse(Failure refusal) {
        return new Decision(List.of(), List.of(), List.of(), null, refusal);
    }
}
