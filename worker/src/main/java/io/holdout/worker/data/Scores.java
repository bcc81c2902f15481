package io.holdout.worker.data;

/**
 * How well a network answered; see {@link Metrics#score}.
 *
 * @param auroc area under the ROC curve, 0 to 1; NaN where it is undefined
 * @param accuracy share of right answers, 0 to 1; NaN where it is undefined
 */
public record Scores(double auroc, double accuracy) {}
