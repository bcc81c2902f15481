package io.holdout.coordinator.spec;

import java.util.Arrays;
import java.util.List;

/** How a backbone is adapted to an episode; the order is the order of a table's rows. */
public enum Adaptation {
    /** All weights train on the support set. */
    FINE_TUNE("fine-tune"),
    /** A linear head trains on frozen features. */
    LINEAR_PROBE("linear-probe"),
    /** Nothing trains: the nearest mean of frozen support features. */
    NEAREST_CENTROID("nearest-centroid");

    private final String word;

    Adaptation(String word) {
        this.word = word;
    }

    /** The name in sweep files and tables. */
    public String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Adaptation::word).toList();
    }

    static Adaptation of(String word) {
        return values()[words().indexOf(word)];
    }

    @Override
    public String toString() {
        return word;
    }
}
