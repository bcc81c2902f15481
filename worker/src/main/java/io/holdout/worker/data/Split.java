package io.holdout.worker.data;

import java.util.Locale;

/** MedIMeta's fixed splits. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** The word in file names: {@code splits/train.txt}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
