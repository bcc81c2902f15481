package io.holdout.coordinator.search.stopping;

/**
 * A trial's score after some training.
 *
 * @param trial its index among the suggestions, from 0
 * @param resource epochs so far, at least 1
 * @param value source-validation AUROC or another score; higher is better
 * @param last whether the trial trained to its end
 */
public record Report(int trial, int resource, double value, boolean last) {
    public Report {
        if (trial < 0 || resource < 1 || !Double.isFinite(value)) {
            throw new IllegalArgumentException("trial " + trial + " reports " + value + " after " + resource
                    + ", must be a finite score after 1 or more of an index of 0 or more");
        }
    }
}
