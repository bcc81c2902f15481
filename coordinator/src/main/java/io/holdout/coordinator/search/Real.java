package io.holdout.coordinator.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Real numbers from the lowest to the highest, both included; on a logarithmic scale if so said. */
public record Real(double low, double high, boolean log) implements Numeric {
    private static final MathContext DIGITS = new MathContext(4);

    public Real {
        if (!(low < high) || !Double.isFinite(high - low) || log && low <= 0) {
            throw new IllegalArgumentException("range is " + low + " to " + high
                    + ", must ascend and be finite, and be positive on a logarithmic scale");
        }
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof Double number && number >= low && number <= high;
    }

    @Override
    public double start() {
        return log ? Math.log(low) : low;
    }

    @Override
    public double end() {
        return log ? Math.log(high) : high;
    }

    @Override
    public double coordinate(Object value) {
        double number = (Double) value;
        return log ? Math.log(number) : number;
    }

    @Override
    public Object value(double coordinate) {
        double number = log ? Math.exp(coordinate) : coordinate;
        return Math.max(low, Math.min(high, number));
    }

    @Override
    public List<Object> grid(int points) {
        return evenly(points, start(), end());
    }

    /** Four significant digits: more tell no two trainings apart, and nobody can read them. */
    @Override
    public String write(Object value) {
        double number = (Double) value;
        BigDecimal rounded = new BigDecimal(number).round(DIGITS);
        BigDecimal written = contains(rounded.doubleValue()) ? rounded : BigDecimal.valueOf(number);
        return written.stripTrailingZeros().toPlainString();
    }

    @Override
    public Object read(String text) {
        return Double.valueOf(text);
    }
}
