package io.holdout.worker.data;

/**
 * One thing that a check found.
 *
 * @param index image index or line, -1 if it is about the whole file
 */
public record Finding(boolean isError, String file, int index, String message) {
    @Override
    public String toString() {
        return (isError ? "error " : "warning ") + file + (index < 0 ? "" : " [" + index + "]") + ": " + message;
    }
}
