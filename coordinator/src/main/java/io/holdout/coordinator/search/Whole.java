package io.holdout.coordinator.search;

import java.util.List;
import java.util.stream.LongStream;

/** Whole numbers from the lowest in equal steps up to the highest; with step 1 perhaps on a logarithmic scale. */
public record Whole(long low, long high, long step, boolean log) implements Numeric {
    /** Most values that a range may have, so that its grid fits in memory. */
    private static final long MOST_STEPS = 1_000_000;

    public Whole {
        boolean counts = low <= high && step >= 1 && low >= Integer.MIN_VALUE && high <= Integer.MAX_VALUE;
        if (!counts || (high - low) / step >= MOST_STEPS || log && (step != 1 || low < 1)) {
            throw new IllegalArgumentException("range is " + low + " to " + high + " in steps of " + step
                    + ", must ascend within 32 bits, with at most " + MOST_STEPS
                    + " values; on a logarithmic scale from 1 or more in steps of 1");
        }
        high = low + (high - low) / step * step;
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof Long number && number >= low && number <= high && (number - low) % step == 0;
    }

    /** Half a step before the lowest, so that every number has a part of the line around it. */
    @Override
    public double start() {
        return edge(low - step / 2.0);
    }

    @Override
    public double end() {
        return edge(high + step / 2.0);
    }

    @Override
    public double coordinate(Object value) {
        return edge((Long) value);
    }

    /** Where the part of the line that belongs to a number begins. */
    double before(Object value) {
        return edge((Long) value - step / 2.0);
    }

    /** Where the part of the line that belongs to a number ends. */
    double after(Object value) {
        return edge((Long) value + step / 2.0);
    }

    private double edge(double number) {
        return log ? Math.log(number) : number;
    }

    @Override
    public Object value(double coordinate) {
        double number = log ? Math.exp(coordinate) : coordinate;
        long steps = Math.round((number - low) / step);
        return low + step * Math.max(0, Math.min((high - low) / step, steps));
    }

    @Override
    public List<Object> grid(int points) {
        return log
                ? evenly(points, edge(low), edge(high))
                : LongStream.rangeClosed(0, (high - low) / step)
                        .<Object>mapToObj(steps -> low + steps * step)
                        .toList();
    }

    @Override
    public String write(Object value) {
        return Long.toString((Long) value);
    }

    @Override
    public Object read(String text) {
        return Long.valueOf(text);
    }
}
