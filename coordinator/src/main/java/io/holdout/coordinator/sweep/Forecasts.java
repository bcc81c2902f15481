package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Forecast;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a sweep in its state will still take. Pure. */
final class Forecasts {
    private Forecasts() {}

    /**
     * Empty while nothing was measured, and where nothing goes on.
     *
     * @param progress what workers last said of their attempts
     * @param peers the workers, which all do this sweep's work
     * @param now wall-clock milliseconds
     */
    static Optional<Forecast> of(SweepState state, Map<AttemptId, AttemptProgress> progress, Peers peers, long now) {
        if (!state.phase().isUnderWay() || state.backlog().costs().isEmpty()) {
            return Optional.empty();
        }
        var running = new HashMap<Integer, Forecast.Running>();
        for (String worker : state.holders()) {
            String device = peers.find(worker)
                    .map(Fleet.Part::device)
                    .map(Device::name)
                    .orElseGet(() -> state.backlog().costs().usualDevice());
            for (int index : state.heldBy(worker)) {
                var holder = state.trial(index).heldBy(worker);
                AttemptProgress at = holder == null ? null : progress.get(state.attempt(index, holder.number()));
                double done = at == null || at.total() <= 0 ? 0 : Math.min(1, (double) at.done() / at.total());
                double elapsed = holder == null ? 0 : Math.max(0, now - holder.startedMillis());
                running.merge(
                        index,
                        new Forecast.Running(device, elapsed, done),
                        (one, other) -> one.done() >= other.done() ? one : other);
            }
        }
        int most = state.edits().share().mostSlots();
        Fleet fleet =
                peers.fleet(worker -> !state.edits().isDrained(worker)).atMost(most == 0 ? Integer.MAX_VALUE : most);
        return Optional.of(
                state.backlog().forecast(index -> !state.status(index).isEnd(), running, fleet));
    }
}
