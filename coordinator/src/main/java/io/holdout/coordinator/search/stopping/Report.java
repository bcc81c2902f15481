package io.holdout.coordinator.search.stopping;

/**
 * A candidate's score at a mark.
 *
 * @param candidate its number, from 0
 * @param epochs of training so far, at least 1
 * @param value source-validation AUROC or another score; higher is better
 */
public record Report(int candidate, int epochs, double value) {
    public Report {
        if (candidate < 0 || epochs < 1 || !Double.isFinite(value)) {
            throw new IllegalArgumentException("candidate " + candidate + " reports " + value + " after " + epochs
                    + ", must be a finite score after 1 or more, of a number of 0 or more");
        }
    }
}
