package io.holdout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What was really run, whoever ordered it: a line for each begin and end of a trial, by all processes in one file. The
 * peers' script writes the same lines.
 */
record Executions(Path file) {
    private static final String BEGAN = "began";
    private static final String ENDED = "ended";

    /**
     * What was run more than once.
     *
     * @param repeated times that a trial began which had ended
     * @param anew times that a trial began which had begun and not ended
     */
    record Wasted(int repeated, int anew) {}

    void began(String trial) {
        note(BEGAN, trial);
    }

    void ended(String trial) {
        note(ENDED, trial);
    }

    /** A short line that is appended is never mixed with another. */
    private void note(String what, String trial) {
        String line = what + " " + trial + " " + System.currentTimeMillis() + "\n";
        try {
            Files.write(
                    file,
                    line.getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wasted wasted() throws IOException {
        Map<String, String> last = new HashMap<>();
        int repeated = 0;
        int anew = 0;
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            String before = last.put(words[1], words[0]);
            if (words[0].equals(BEGAN) && before != null) {
                repeated += before.equals(ENDED) ? 1 : 0;
                anew += before.equals(BEGAN) ? 1 : 0;
            }
        }
        return new Wasted(repeated, anew);
    }
}
