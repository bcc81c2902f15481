package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.List;

/** Splits CSV (RFC 4180, any line end) into fields. */
final class CsvLines {
    private CsvLines() {}

    /**
     * Its lines; blank ones are left out.
     *
     * @throws io.holdout.protocol.failure.HoldoutException BAD_REFERENCE if a quote stays open, or there are too many
     */
    static List<List<String>> of(String text, String file, int most) {
        var lines = new ArrayList<List<String>>();
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && i == text.length()) {
                throw Reference.bad(file, lines.size() + 1, "a quote is not closed");
            }
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                field.append(c);
            } else if (c != '\r') {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    if (fields.size() > 1 || !fields.get(0).isEmpty()) {
                        lines.add(List.copyOf(fields));
                    }
                    fields.clear();
                }
                if (lines.size() > most) {
                    throw Reference.bad(file, lines.size(), "more than " + most + " lines");
                }
            }
        }
        return lines;
    }
}
