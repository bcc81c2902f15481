package io.holdout.coordinator.search.stopping;

import io.holdout.coordinator.search.stopping.Verdict.Action;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stops a trial whose best score is below the median of what finished trials had after as much training.
 *
 * @param startUpTrials nothing is stopped before so many trials have finished
 * @param warmUp no trial is stopped up to this much training
 */
public record MedianRule(int startUpTrials, int warmUp) implements StoppingRule {
    public MedianRule {
        if (startUpTrials < 1 || warmUp < 0) {
            throw new IllegalArgumentException("start-up is " + startUpTrials + " trials and warm-up " + warmUp
                    + ", must be at least 1 and 0");
        }
    }

    @Override
    public Verdict verdict(List<Report> recorded) {
        Report report = recorded.get(recorded.size() - 1);
        var finished =
                recorded.stream().filter(Report::last).map(Report::trial).collect(Collectors.toSet());
        if (report.last() || report.resource() <= warmUp || finished.size() < startUpTrials) {
            return Verdict.of(Action.CONTINUE);
        }
        double best = recorded.stream()
                .filter(each -> each.trial() == report.trial())
                .mapToDouble(Report::value)
                .max()
                .orElseThrow();
        double[] peers = recorded.stream()
                .filter(each -> finished.contains(each.trial()) && each.resource() == report.resource())
                .mapToDouble(Report::value)
                .sorted()
                .toArray();
        return Verdict.of(peers.length > 0 && best < median(peers) ? Action.STOP : Action.CONTINUE);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
