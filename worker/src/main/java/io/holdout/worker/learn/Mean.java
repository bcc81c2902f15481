package io.holdout.worker.learn;

/** A mean over the values that are defined, in the order in which they are added. */
final class Mean {
    private double sum;
    private int count;

    /** NaN is left out. */
    void add(double value) {
        if (!Double.isNaN(value)) {
            sum += value;
            count++;
        }
    }

    /** NaN if nothing was added. */
    double value() {
        return count == 0 ? Double.NaN : sum / count;
    }
}
