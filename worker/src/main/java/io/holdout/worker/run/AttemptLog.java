package io.holdout.worker.run;

import io.holdout.protocol.message.AttemptLogged;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The last lines that one attempt said: how far it was, once a second at most, what it waited for, and how it ended. Safe for
 * concurrent use.
 */
public final class AttemptLog {
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_TRACE = 8_000;
    private static final long MILLIS_BETWEEN_NOTES = 1_000;

    private final LongSupplier clock;
    private final StringBuilder kept = new StringBuilder();
    private long dropped;
    private long notedMillis;
    private String note = "";

    /** @param from characters that were said before and are not kept */
    public record Text(long from, String text) {}

    /** @param clock wall-clock milliseconds */
    AttemptLog(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized void say(String line) {
        append(cut(line.replace('\n', ' ').replace('\r', ' '), LONGEST_LINE));
    }

    synchronized void say(Throwable problem) {
        var trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace));
        append(cut(trace.toString().strip(), LONGEST_TRACE));
    }

    /** A step takes milliseconds, and nobody reads them all. */
    synchronized void at(long done, long total, String what) {
        long now = clock.getAsLong();
        if (now - notedMillis < MILLIS_BETWEEN_NOTES) {
            return;
        }
        String line = (total > 0 ? done + " of " + total + ": " : "") + what;
        if (!line.equals(note)) {
            notedMillis = now;
            note = line;
            say(line);
        }
    }

    synchronized Text text() {
        return new Text(dropped, kept.toString());
    }

    static String end(AttemptRunner.Outcome outcome) {
        if (outcome instanceof AttemptRunner.Outcome.Succeeded succeeded) {
            return "succeeded after " + outcome.durationMillis() + " ms: result "
                    + succeeded.result().hash();
        }
        return "failed after " + outcome.durationMillis() + " ms: "
                + ((AttemptRunner.Outcome.Failed) outcome).failure();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " ...";
    }

    private void append(String text) {
        kept.append(Instant.ofEpochMilli(clock.getAsLong()))
                .append(' ')
                .append(text)
                .append('\n');
        int surplus = kept.length() - AttemptLogged.MOST_CHARACTERS;
        if (surplus > 0) {
            int end = kept.indexOf("\n", surplus - 1) + 1;
            kept.delete(0, end);
            dropped += end;
        }
    }
}
