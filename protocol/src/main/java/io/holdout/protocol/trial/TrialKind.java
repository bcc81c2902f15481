package io.holdout.protocol.trial;

/** What a trial does. */
public enum TrialKind {
    PRETRAIN("pre-train"),
    ADAPT("adapt"),
    SUPERVISED("supervised"),
    VALIDATE("validate");

    private final String word;

    TrialKind(String word) {
        this.word = word;
    }

    /** Whether its result names checkpoints; results of the others are numbers alone. */
    public boolean keepsCheckpoints() {
        return this == PRETRAIN || this == SUPERVISED;
    }

    /** The word people read. */
    public String word() {
        return word;
    }
}
