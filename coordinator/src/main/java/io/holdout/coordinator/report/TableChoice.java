package io.holdout.coordinator.report;

/** Which table is made of results. */
public record TableChoice(View view, Metric metric, Arrangement arrangement, Marking marking) {
    /** Every task, AUROC, lines as planned, and what is not significantly worse than the best in bold. */
    public static final TableChoice USUAL =
            new TableChoice(View.ALL, Metric.AUROC, Arrangement.PLAIN, Marking.NOT_WORSE);
}
