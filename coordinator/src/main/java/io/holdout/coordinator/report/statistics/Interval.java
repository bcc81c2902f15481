package io.holdout.coordinator.report.statistics;

/** From {@code low} to {@code high}, both included. */
public record Interval(double low, double high) {
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
