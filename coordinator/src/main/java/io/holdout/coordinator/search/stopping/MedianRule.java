package io.holdout.coordinator.search.stopping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stops a candidate that is below the median of what those that trained to their end had at the same mark.
 *
 * @param startUp nothing is stopped before so many candidates trained to their end
 * @param warmUp epochs at the first mark
 * @param interval epochs between marks
 * @param most epochs of a candidate that is not stopped
 */
public record MedianRule(int startUp, int warmUp, int interval, int most) implements StoppingRule {
    public MedianRule {
        if (startUp < 1 || warmUp < 1 || interval < 1 || most < 1) {
            throw new IllegalArgumentException("start-up, warm-up, interval and training are " + startUp + ", " + warmUp
                    + ", " + interval + " and " + most + ", must be at least 1");
        }
    }

    @Override
    public int first(int candidate) {
        return Math.min(most, warmUp);
    }

    /** Only the newest report: whoever was below the median when it came to a mark stays there. */
    @Override
    public Optional<Climb> next(Course course) {
        if (course.reports().isEmpty()) {
            return Optional.empty();
        }
        Report newest = course.reports().get(course.reports().size() - 1);
        boolean rests = course.restsAt(newest.candidate(), newest.epochs());
        return rests && newest.epochs() < most && isGoodEnough(newest, course.reports())
                ? Optional.of(new Climb(newest.candidate(), Math.min(most, newest.epochs() + interval)))
                : Optional.empty();
    }

    private boolean isGoodEnough(Report newest, List<Report> reports) {
        var finished = reports.stream()
                .filter(report -> report.epochs() == most)
                .map(Report::candidate)
                .collect(Collectors.toSet());
        if (finished.size() < startUp) {
            return true;
        }
        double[] peers = reports.stream()
                .filter(report -> report.epochs() == newest.epochs() && finished.contains(report.candidate()))
                .mapToDouble(Report::value)
                .sorted()
                .toArray();
        return newest.value() >= median(peers);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
