package io.holdout.cli;

import io.holdout.coordinator.schedule.Forecast;
import io.holdout.coordinator.sweep.Backtest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Forecasts beside what came, as text. Pure. */
final class BacktestText {
    private BacktestText() {}

    static List<String> lines(List<Backtest.Point> points) {
        if (points.isEmpty()) {
            return List.of(
                    "no forecast to compare: the sweep has not finished, or was paused or extended until its end");
        }
        var lines = new ArrayList<String>();
        lines.add("trials done   forecast of the time left (four times of five within)   it took");
        for (Backtest.Point point : points) {
            Forecast.Interval time = point.forecast().millis();
            lines.add(String.format(
                    Locale.ROOT,
                    "%10.0f%%   %12s   (%s to %s)   %s%s",
                    100 * point.done(),
                    duration(time.expected()),
                    duration(time.low()),
                    duration(time.high()),
                    duration(point.actualMillis()),
                    point.held() ? "" : "   outside"));
        }
        long held = points.stream().filter(Backtest.Point::held).count();
        lines.add(held + " of " + points.size() + " within the interval");
        return lines;
    }

    private static String duration(double millis) {
        return ProgressView.duration(Math.round(millis));
    }
}
