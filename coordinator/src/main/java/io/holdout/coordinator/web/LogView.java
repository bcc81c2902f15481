package io.holdout.coordinator.web;

/**
 * Some of what an attempt said.
 *
 * @param from characters before the text; what comes next is at {@code from} and the text's length
 * @param isOver whether nothing follows
 */
public record LogView(int attempt, long from, String text, boolean isOver) {
    public long next() {
        return from + text.length();
    }

    /** Without what a reader has that knows this many characters. */
    LogView after(long known) {
        int skip = (int) Math.min(text.length(), Math.max(0, known - from));
        return new LogView(attempt, from + skip, text.substring(skip), isOver);
    }

    /** The last lines only. */
    LogView tail(int lines) {
        int at = text.length();
        for (int i = 0; i <= lines && at > 0; i++) {
            at = text.lastIndexOf('\n', at - 1);
        }
        return at <= 0 ? this : after(from + at + 1);
    }
}
