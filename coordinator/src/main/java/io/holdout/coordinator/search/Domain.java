package io.holdout.coordinator.search;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The values that a parameter may take. */
public sealed interface Domain {

    /** Most values that a whole-number range may have, so that its grid fits in memory. */
    long MOST_STEPS = 1_000_000;

    /** Whether a suggestion may hold this value. */
    boolean contains(Object value);

    /**
     * The value at a place of the unit interval; equal parts of it are equally likely values.
     *
     * @param place from 0, less than 1
     */
    Object at(double place);

    /**
     * The values that a grid tries, ascending.
     *
     * @param points how many, where the domain has no natural number of them: reals and logarithmic ranges
     */
    List<Object> grid(int points);

    /** One of several words, with no order among them. */
    record Choice(List<String> options) implements Domain {
        public Choice {
            options = List.copyOf(options);
            if (options.isEmpty() || Set.copyOf(options).size() != options.size()) {
                throw new IllegalArgumentException("options are " + options + ", must be one or more different words");
            }
        }

        @Override
        public boolean contains(Object value) {
            return value instanceof String word && options.contains(word);
        }

        @Override
        public Object at(double place) {
            return options.get((int) (place * options.size()));
        }

        @Override
        public List<Object> grid(int points) {
            return List.copyOf(options);
        }
    }

    /** Numbers, placed on a line: that of the numbers themselves, or of their logarithms. */
    sealed interface Numeric extends Domain {
        /** Where the line starts. */
        double start();

        /** Where the line ends. */
        double end();

        /** Where a number lies on the line. */
        double coordinate(Object value);

        /** The number of the domain nearest to a point of the line. */
        Object value(double coordinate);

        @Override
        default Object at(double place) {
            return value(start() + place * (end() - start()));
        }
    }

    /** Real numbers from the lowest to the highest, both included; on a logarithmic scale if so said. */
    record Real(double low, double high, boolean log) implements Numeric {
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
            return Domain.evenly(this, points, start(), end());
        }
    }

    /** Whole numbers from the lowest in equal steps up to the highest; with step 1 perhaps on a logarithmic scale. */
    record Whole(long low, long high, long step, boolean log) implements Numeric {
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
                    ? Domain.evenly(this, points, edge(low), edge(high))
                    : LongStream.rangeClosed(0, (high - low) / step)
                            .<Object>mapToObj(steps -> low + steps * step)
                            .toList();
        }
    }

    private static List<Object> evenly(Numeric domain, int points, double from, double to) {
        if (points < 2) {
            throw new IllegalArgumentException("points is " + points + ", must be 2 or more");
        }
        return IntStream.range(0, points)
                .mapToObj(index -> domain.value(from + (to - from) * index / (points - 1)))
                .distinct()
                .toList();
    }
}
