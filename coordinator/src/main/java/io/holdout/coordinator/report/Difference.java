package io.holdout.coordinator.report;

import io.holdout.coordinator.report.statistics.Interval;
import io.holdout.coordinator.report.statistics.Mean;
import io.holdout.coordinator.report.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One cell of two tables.
 *
 * @param line title of the row
 * @param column title of the column
 * @param first number of the one; absent if it has none
 * @param second number of the other
 * @param difference second minus first; absent if either is
 * @param interval 95% of the difference: of Student's t over shared episodes, else normal from both intervals; absent if
 *     there is neither
 * @param paired shared episodes; 0 if they were drawn differently, or one has only a mean
 * @param p of the signed-rank test over shared episodes; absent without such
 */
public record Difference(
        String line,
        String column,
        OptionalDouble first,
        OptionalDouble second,
        OptionalDouble difference,
        Optional<Interval> interval,
        int paired,
        OptionalDouble p) {

    /** A number and half the width of its interval, where episodes are not known: from a reference file. */
    public record Known(double mean, OptionalDouble interval, Optional<Sample> sample) {
        static Optional<Known> of(Cell cell) {
            return cell instanceof Cell.Done done
                    ? Optional.of(new Known(done.mean(), done.interval(), Optional.of(done.sample())))
                    : Optional.empty();
        }
    }

    /** Every cell that either has, in the order of the first, then of the second. */
    public static List<Difference> of(Reference first, Reference second, Metric metric) {
        var differences = new ArrayList<Difference>();
        var places = new java.util.LinkedHashSet<>(first.numbers().keySet());
        places.addAll(second.numbers().keySet());
        for (Reference.Place place : places) {
            differences.add(one(
                    place,
                    Optional.ofNullable(first.numbers().get(place)),
                    Optional.ofNullable(second.numbers().get(place)),
                    metric));
        }
        return differences;
    }

    private static Difference one(Reference.Place place, Optional<Known> first, Optional<Known> second, Metric metric) {
        OptionalDouble one = first.isPresent() ? OptionalDouble.of(first.get().mean()) : OptionalDouble.empty();
        OptionalDouble other =
                second.isPresent() ? OptionalDouble.of(second.get().mean()) : OptionalDouble.empty();
        if (first.isEmpty() || second.isEmpty()) {
            return new Difference(
                    place.line(),
                    place.column(),
                    one,
                    other,
                    OptionalDouble.empty(),
                    Optional.empty(),
                    0,
                    OptionalDouble.empty());
        }
        double difference = second.get().mean() - first.get().mean();
        if (first.get().sample().isPresent() && second.get().sample().isPresent()) {
            double[][] shared = Sample.shared(
                    second.get().sample().get(), first.get().sample().get(), metric);
            if (shared[0].length > 1) {
                var compared = PairedComparison.of(shared[0], shared[1]);
                return new Difference(
                        place.line(),
                        place.column(),
                        one,
                        other,
                        OptionalDouble.of(compared.difference()),
                        compared.t().interval(),
                        compared.pairs(),
                        OptionalDouble.of(compared.signedRank().p()));
            }
        }
        return new Difference(
                place.line(),
                place.column(),
                one,
                other,
                OptionalDouble.of(difference),
                unpaired(difference, first.get().interval(), second.get().interval()),
                0,
                OptionalDouble.empty());
    }

    private static Optional<Interval> unpaired(double difference, OptionalDouble first, OptionalDouble second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        // both are 1.96 standard errors wide, so their root of squares is that of the difference
        double half = Math.hypot(first.getAsDouble() / Mean.NORMAL_95, second.getAsDouble() / Mean.NORMAL_95)
                * Mean.NORMAL_95;
        return Optional.of(new Interval(difference - half, difference + half));
    }

    /** Whether zero is outside of the interval. */
    public boolean isSignificant() {
        return interval.isPresent() && !interval.get().contains(0);
    }
}
