package io.holdout.coordinator.search;

import java.util.List;
import java.util.stream.IntStream;

/** Numbers, placed on a line: that of the numbers themselves, or of their logarithms. */
public sealed interface Numeric extends Domain permits Real, Whole {
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

    /** Different numbers, evenly over a part of the line. */
    default List<Object> evenly(int points, double from, double to) {
        if (points < 2) {
            throw new IllegalArgumentException("points is " + points + ", must be 2 or more");
        }
        return IntStream.range(0, points)
                .mapToObj(index -> value(from + (to - from) * index / (points - 1)))
                .distinct()
                .toList();
    }
}
