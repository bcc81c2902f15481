package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Searches;
import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Forecast;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
            for (var held : state.heldBy(worker).entrySet()) {
                int index = held.getKey();
                var holder = held.getValue().heldBy(worker);
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
        return Optional.of(state.backlog()
                .forecast(
                        index -> !state.status(index).isEnd(),
                        running,
                        later(state.plan().searches()),
                        fleet));
    }

    /**
     * What searches will still suggest costs as much as what they have suggested, as far as that has trained; the cells that
     * will use what they choose are not counted.
     */
    private static List<Forecast.Later> later(Searches searches) {
        var later = new ArrayList<Forecast.Later>();
        for (int search = 0; search < searches.size(); search++) {
            int suggested = searches.candidates(search);
            int left = searches.planned(search).search().most() - suggested;
            if (suggested > 0 && left > 0 && !searches.isOver(search)) {
                double times = (double) left / suggested;
                searches.trialsOf(search).stream()
                        .sorted()
                        .forEach(trial -> later.add(new Forecast.Later(trial, times)));
            }
        }
        return later;
    }
}
