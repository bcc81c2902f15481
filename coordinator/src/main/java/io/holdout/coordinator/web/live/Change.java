package io.holdout.coordinator.web.live;

import io.holdout.coordinator.sweep.EventView;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.Toll;
import io.holdout.coordinator.sweep.TrialViews;
import java.util.List;

/**
 * What a watcher is told: how the sweep stands, and what is new since event {@code from}.
 *
 * @param from the last event that the watcher knew; 0 if none
 * @param number the last event now
 * @param cells those that have changed since
 * @param events the newest of those since, oldest first
 */
public record Change(
        long from,
        long number,
        SweepView view,
        List<TrialViews.KindCounts> kinds,
        Toll toll,
        List<CellView> cells,
        List<EventView> events) {}
