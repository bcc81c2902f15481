package io.holdout.coordinator.report;

import io.holdout.coordinator.report.statistics.Bootstrap;
import io.holdout.coordinator.report.statistics.Interval;
import io.holdout.coordinator.report.statistics.Mean;
import io.holdout.protocol.failure.Failure;
import java.util.Optional;
import java.util.OptionalDouble;

/** One place in the table: a number, or why there is none yet. */
public sealed interface Cell {
    /** What a metric says of what there is: a number, unless nothing was measured or the metric is undefined there. */
    static Cell of(Evidence evidence, Metric metric) {
        if (!(evidence instanceof Sample sample)) {
            return (Cell) evidence;
        }
        double[] values = sample.values(metric);
        int undefined = Math.max(1, sample.episodes().size()) - values.length;
        if (values.length == 0) {
            return Cells.unusable(
                    sample.episodic()
                            ? metric.title() + " is undefined in all " + undefined + " episodes"
                            : metric.title() + " of the test split is undefined: it lacks a class");
        }
        Mean mean = Mean.of(values);
        return sample.episodic()
                ? new Done(mean.value(), mean.halfWidth(), mean.deviation(), values.length, undefined, sample)
                : new Done(mean.value(), OptionalDouble.empty(), OptionalDouble.empty(), 0, 0, sample);
    }

    /** DONE, RUNNING, FAILED or NOT RUN. */
    String status();

    /** Why there is no number; empty if there is one. */
    String reason();

    /**
     * All its trials succeeded.
     *
     * @param mean over the episodes, or of the test split if supervised; AUROC and accuracy in [0,1]
     * @param interval half the width of the normal 95% interval of the mean, 1.96 sd / sqrt(episodes); absent if
     *     supervised or of one episode
     * @param deviation sample standard deviation over the episodes (divided by episodes - 1); absent as the interval
     * @param episodes that the mean is over; 0 if supervised
     * @param undefinedEpisodes left out of the mean, as their AUROC is undefined (a query set of one class)
     * @param sample all that was measured
     */
    record Done(
            double mean,
            OptionalDouble interval,
            OptionalDouble deviation,
            int episodes,
            int undefinedEpisodes,
            Sample sample)
            implements Cell {
        /** The bootstrap 95% interval of the mean; absent as the normal one. */
        public Optional<Interval> bootstrap(Metric metric, Bootstrap bootstrap) {
            return deviation.isPresent() ? Optional.of(bootstrap.ofMean(sample.values(metric))) : Optional.empty();
        }

        @Override
        public String status() {
            return "DONE";
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /** An attempt of one of its trials runs now. */
    record Running(int trialsDone, int trials) implements Cell, Evidence {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public String reason() {
            return trialsDone + " of " + trials + " trials done";
        }
    }

    /** A trial that it needs was given up, or its result cannot be used. */
    record Failed(Failure failure) implements Cell, Evidence {
        @Override
        public String status() {
            return "FAILED";
        }

        @Override
        public String reason() {
            return failure.toString();
        }
    }

    /** None of its trials runs now, and it is not finished. */
    record NotRun(int trialsDone, int trials) implements Cell, Evidence {
        /** A place that no sweep has planned: of a merged table, or where backbones or shots are columns. */
        static final NotRun UNPLANNED = new NotRun(0, 0);

        @Override
        public String status() {
            return "NOT RUN";
        }

        @Override
        public String reason() {
            return trials == 0 ? "not part of the sweep" : trialsDone + " of " + trials + " trials done";
        }
    }
}
