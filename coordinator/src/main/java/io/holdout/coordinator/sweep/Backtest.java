package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Forecast;
import io.holdout.protocol.message.NodeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a finished sweep's events again and compares what was forecast at each moment with what came. It sees no progress of
 * running trials, which the journal does not have, so live forecasts are somewhat better. Pure.
 */
public final class Backtest {
    private final Map<String, NodeInfo> nodes = new HashMap<>();
    private final List<Point> points = new ArrayList<>();

    /**
     * One forecast.
     *
     * @param done share of trials that had ended
     * @param forecast of then
     * @param actualMillis from then to the end
     */
    public record Point(double done, Forecast forecast, double actualMillis) {
        /** Whether the end came within the interval. */
        public boolean held() {
            Forecast.Interval time = forecast.millis();
            return time.low() <= actualMillis && actualMillis <= time.high();
        }
    }

    private Backtest() {}

    /**
     * A forecast for each tenth of the trials, from the first to the ninth; fewer if the sweep was paused, cancelled, extended
     * or resumed, since no forecast knows of that: only those after the last such event.
     *
     * @return empty unless the sweep has finished
     */
    public static List<Point> of(List<SweepEvent> events) {
        int last = events.size() - 1;
        if (last < 0 || !(events.get(last) instanceof SweepEvent.SweepFinished end)) {
            return List.of();
        }
        var test = new Backtest();
        for (SweepEvent event : events) {
            if (event instanceof SweepEvent.TrialSucceeded succeeded) {
                test.nodes.put(succeeded.worker(), succeeded.node());
            }
        }
        test.replay(events, lastTurn(events), end.atMillis());
        return List.copyOf(test.points);
    }

    private static int lastTurn(List<SweepEvent> events) {
        int turn = 0;
        for (int i = 0; i < events.size(); i++) {
            SweepEvent event = events.get(i);
            if (event instanceof SweepEvent.SweepPaused
                    || event instanceof SweepEvent.SweepContinued
                    || event instanceof SweepEvent.SweepCancelled
                    || event instanceof SweepEvent.SweepResumed
                    || event instanceof SweepEvent.SweepExtended
                    || event instanceof SweepEvent.FailedTrialsRetried) {
                turn = i;
            }
        }
        return turn;
    }

    private void replay(List<SweepEvent> events, int from, long end) {
        SweepState state = SweepState.EMPTY;
        int next = 1;
        for (int i = 0; i < events.size(); i++) {
            SweepEvent event = events.get(i);
            if (i >= from && event instanceof SweepEvent.TrialSucceeded) {
                var counts = state.counts();
                double done = (counts.succeeded() + counts.givenUp()) / (double) counts.total();
                if (next < 10 && done >= next / 10.0) {
                    next = (int) (done * 10) + 1;
                    at(state, event.atMillis(), done, end);
                }
            }
            state = Evolver.evolve(state, event);
        }
    }

    /** The fleet is whoever runs something at that moment. */
    private void at(SweepState state, long now, double done, long end) {
        var parts = new HashMap<String, Fleet.Part>();
        for (String worker : state.holders()) {
            NodeInfo node = nodes.get(worker);
            Device device = node == null ? Device.UNKNOWN : Device.of(node, 1);
            parts.put(worker, new Fleet.Part(device, state.heldBy(worker).size()));
        }
        Optional<Forecast> forecast = Forecasts.of(state, Map.of(), new Peers(parts), now);
        forecast.ifPresent(each -> points.add(new Point(done, each, Math.max(0, end - now))));
    }
}
