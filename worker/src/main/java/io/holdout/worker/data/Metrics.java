package io.holdout.worker.data;

/** Scores the answers of a network. */
public final class Metrics {
    private Metrics() {}

    /** @param logits samples x headOutputs, row by row */
    public static Scores score(Targets targets, float[] logits) {
        return new Scores(Double.NaN, Double.NaN);
    }
}
