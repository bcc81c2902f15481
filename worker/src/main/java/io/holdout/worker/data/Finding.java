package io.holdout.worker.data;

import java.util.OptionalInt;

/**
 * One fault that {@link DataCheck} found.
 *
 * @param file relative to the data root, with {@code /}
 * @param index position of the image or row from 0; in text files (splits, annotations) the line from 1; empty if the
 *     fault is of the whole file
 * @param message says what was found and what is allowed, as the rest of a sentence that the file begins
 */
public record Finding(Severity severity, String file, OptionalInt index, String message) {
    /** How much a finding matters. */
    public enum Severity {
        /** Suspicious, but a sweep can run on it. */
        WARNING,
        /** The data contradicts itself: results on it cannot be trusted. */
        ERROR
    }

    /** One line: {@code ERROR bus/task_labels/malignancy.npy:12: has ...}. */
    @Override
    public String toString() {
        return severity + " " + file + (index.isPresent() ? ":" + index.getAsInt() : "") + ": " + message;
    }
}
