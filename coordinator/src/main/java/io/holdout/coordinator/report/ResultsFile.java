package io.holdout.coordinator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;

/** Results as a file: canonical JSON on one line, with every episode's numbers exact. */
public final class ResultsFile {
    /** Raised when a key changes its meaning or goes. */
    static final String FORMAT = "holdout-results/1";

    private ResultsFile() {}

    private record Envelope(String format, Results results) {}

    public static String write(Results results) {
        return CanonicalJson.write(new Envelope(FORMAT, results)) + "\n";
    }

    /**
     * Results from a file's text.
     *
     * @param file its name, for errors
     * @throws HoldoutException BAD_RESULTS_FILE
     */
    public static Results read(String text, String file) {
        try {
            JsonNode json = CanonicalJson.read(text, JsonNode.class);
            String format = json.path("format").asText("nothing");
            if (!format.equals(FORMAT) || !json.path("results").isObject()) {
                throw HoldoutException.user(
                        "BAD_RESULTS_FILE", file + ": format is '" + format + "'; this version reads " + FORMAT);
            }
            return CanonicalJson.read(text, Envelope.class).results();
        } catch (IllegalArgumentException e) {
            throw HoldoutException.user(
                    "BAD_RESULTS_FILE",
                    file + " is not what 'holdout table --format results' writes: " + e.getMessage());
        }
    }
}
