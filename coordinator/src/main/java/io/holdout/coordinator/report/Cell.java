package io.holdout.coordinator.report;

import io.holdout.protocol.failure.Failure;
import java.util.OptionalDouble;

/** One place in the table. */
public sealed interface Cell {
    /**
     * A number.
     *
     * @param mean AUROC in [0,1]: mean over episodes, or of the test split
     * @param interval95 half width of the 95% interval, 1.96 sd / sqrt(n); empty with fewer than two episodes
     * @param deviation sample standard deviation over episodes
     * @param accuracy mean micro accuracy
     * @param episodes that count; 1 for a test split
     * @param unscored episodes without an AUROC (a class absent from the query set), left out of the mean
     */
    record Done(
            double mean,
            OptionalDouble interval95,
            OptionalDouble deviation,
            double accuracy,
            int episodes,
            int unscored)
            implements Cell {
        private static final double Z95 = 1.96;

        /** @param aurocs in the order of episodes, so that the sum is the same to the last bit */
        static Done ofEpisodes(double[] aurocs, double accuracy, int unscored) {
            int n = aurocs.length;
            double sum = 0;
            for (double auroc : aurocs) {
                sum += auroc;
            }
            double mean = n == 0 ? Double.NaN : sum / n;
            if (n < 2) {
                return new Done(mean, OptionalDouble.empty(), OptionalDouble.empty(), accuracy, n, unscored);
            }
            double squares = 0;
            for (double auroc : aurocs) {
                squares += (auroc - mean) * (auroc - mean);
            }
            double deviation = Math.sqrt(squares / (n - 1));
            return new Done(
                    mean,
                    OptionalDouble.of(Z95 * deviation / Math.sqrt(n)),
                    OptionalDouble.of(deviation),
                    accuracy,
                    n,
                    unscored);
        }
    }

    /** Some of its trials run or are done, others not yet. */
    record Running() implements Cell {}

    /** It has no number and will get none, because of this. */
    record Failed(Failure failure) implements Cell {}

    /** None of its own trials has started. */
    record NotRun() implements Cell {}

    /** DONE, RUNNING, FAILED or NOT RUN. */
    default String status() {
        if (this instanceof Done) {
            return "DONE";
        }
        if (this instanceof Running) {
            return "RUNNING";
        }
        return this instanceof Failed ? "FAILED" : "NOT RUN";
    }

    /** Why there is no number; empty text if there is one, or nothing is wrong. */
    default String reason() {
        return this instanceof Failed failed ? failed.failure().toString() : "";
    }
}
