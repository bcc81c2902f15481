package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import java.util.Map;

/**
 * All that was known of a sweep at one moment; immutable, so that any thread may read it.
 *
 * @param progress what workers last said of their attempts
 * @param workers workers heard of, by name
 * @param peers the same workers as the scheduler sees them
 * @param number of the last event; 0 before the first
 * @param atMillis wall-clock time of that moment, milliseconds since 1970
 */
public record Sight(
        SweepState state,
        Map<AttemptId, AttemptProgress> progress,
        List<SweepView.WorkerView> workers,
        Peers peers,
        long number,
        long atMillis) {
    /** Where nothing is known of the workers' devices. */
    public Sight(
            SweepState state,
            Map<AttemptId, AttemptProgress> progress,
            List<SweepView.WorkerView> workers,
            long number,
            long atMillis) {
        this(state, progress, workers, Peers.NONE, number, atMillis);
    }

    /** What people see of it. */
    public SweepView view() {
        return SweepViews.of(state, progress, workers, peers, atMillis);
    }
}
