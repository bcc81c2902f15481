package io.holdout.coordinator.sweep;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot keeps of a running trial that had a second attempt. Few trials have: the others' running attempt is their
 * last.
 *
 * @param trial its position
 * @param first number of the attempt that counts
 * @param second number of the one beside it; 0 if that has ended
 */
public record KeptSecond(
        @Tag(1) int trial,
        @Tag(2) int first,
        @Tag(3) int second,
        @Tag(4) String worker,
        @Tag(5) long incarnation,
        @Tag(6) long startedMillis)
        implements WireValue {
    /** Of this trial; null if it is like most. */
    static @Nullable KeptSecond of(int index, TrialRecord trial) {
        var running = trial.running();
        var second = trial.second();
        if (running == null || (second == null && running.number() == trial.attempts())) {
            return null;
        }
        return second == null
                ? new KeptSecond(index, running.number(), 0, "", 0, 0)
                : new KeptSecond(
                        index,
                        running.number(),
                        second.number(),
                        second.worker(),
                        second.incarnation(),
                        second.startedMillis());
    }

    /** The trial as it was, from what a snapshot keeps of every trial. */
    static TrialRecord restore(Map<Integer, KeptSecond> kept, int index, TrialRecord trial) {
        KeptSecond each = kept.get(index);
        var running = trial.running();
        if (each == null || running == null) {
            return trial;
        }
        var first =
                new TrialRecord.Running(each.first, running.worker(), running.incarnation(), running.startedMillis());
        var second = each.second == 0
                ? null
                : new TrialRecord.Running(each.second, each.worker, each.incarnation, each.startedMillis);
        return new TrialRecord(
                trial.status(),
                trial.waitingFor(),
                trial.attempts(),
                trial.failures(),
                trial.notBeforeMillis(),
                first,
                second,
                null,
                trial.lastFailure());
    }
}
