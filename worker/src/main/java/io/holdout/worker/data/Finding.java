package io.holdout.worker.data;

import java.util.Locale;

/**
 * One fault that {@link DataCheck} found.
 *
 * @param file relative to the data root, with {@code /}
 * @param index position of the image or row from 0; in text files (splits, annotations) the line from 1; {@link
 *     #WHOLE_FILE} if it is about no single one
 * @param message says what was found and what is allowed, as the rest of a sentence that the file begins
 */
public record Finding(Severity severity, String file, int index, String message) {
    /** The index of a finding about a whole file. */
    public static final int WHOLE_FILE = -1;

    /** How much a finding matters. */
    public enum Severity {
        /** Suspicious, but a sweep can run on it. */
        WARNING,
        /** The data contradicts itself: results on it cannot be trusted. */
        ERROR
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line: {@code error bus/task_labels/malignancy.npy:12: has ...}. */
    @Override
    public String toString() {
        String word = severity.name().toLowerCase(Locale.ROOT);
        return word + " " + file + (index == WHOLE_FILE ? "" : ":" + index) + ": " + message;
    }
}
