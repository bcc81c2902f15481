package io.holdout.protocol.catalog;

/** Samples in each split of a dataset. */
public record SplitSizes(int train, int val, int test) {
    public int total() {
        return train + val + test;
    }
}
