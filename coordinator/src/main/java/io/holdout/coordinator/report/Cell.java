package io.holdout.coordinator.report;

import io.holdout.protocol.failure.Failure;
import java.util.OptionalDouble;

/** One place in the table: a number, or why there is none yet. */
public sealed interface Cell {
    /** DONE, RUNNING, FAILED or NOT RUN. */
    String status();

    /** Why there is no number; empty if there is one. */
    String reason();

    /**
     * All its trials succeeded.
     *
     * @param auroc mean over the episodes, or of the test split if supervised; in [0,1]
     * @param interval half the width of the 95% interval of the mean, 1.96 sd / sqrt(episodes); absent if supervised or
     *     of one episode
     * @param deviation sample standard deviation over the episodes (divided by episodes - 1); absent as the interval
     * @param accuracy mean micro accuracy over all episodes, or of the test split; in [0,1]
     * @param episodes that the mean is over; 0 if supervised
     * @param undefinedEpisodes left out of the mean, as their AUROC is undefined (a query set of one class)
     */
    record Done(
            double auroc,
            OptionalDouble interval,
            OptionalDouble deviation,
            double accuracy,
            int episodes,
            int undefinedEpisodes)
            implements Cell {
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
    record Running(int trialsDone, int trials) implements Cell {
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
    record Failed(Failure failure) implements Cell {
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
    record NotRun(int trialsDone, int trials) implements Cell {
        @Override
        public String status() {
            return "NOT RUN";
        }

        @Override
        public String reason() {
            return trialsDone + " of " + trials + " trials done";
        }
    }
}
