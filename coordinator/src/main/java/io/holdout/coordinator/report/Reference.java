package io.holdout.coordinator.report;

import io.holdout.protocol.failure.HoldoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Numbers to compare with, by their place: of a table, or of a file that somebody wrote.
 *
 * @param name in words
 */
public record Reference(String name, Map<Place, Difference.Known> numbers) {
    /** Titles of a row and a column. */
    public record Place(String line, String column) {}

    /** Ten thousand rows of a table with as many columns as MedIMeta has; more is no table. */
    private static final int MOST_LINES = 540_000;

    private static final List<String> NEEDED = List.of("strategy", "backbone", "dataset", "task", "mean");

    public Reference {
        numbers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    public static Reference of(Table table) {
        var numbers = new LinkedHashMap<Place, Difference.Known>();
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                var place = new Place(
                        table.rows().get(row).title(),
                        table.columns().get(column).title());
                Difference.Known.of(table.cell(row, column)).ifPresent(known -> numbers.put(place, known));
            }
        }
        return new Reference(table.sweep(), numbers);
    }

    /**
     * Numbers of a CSV file: a header with {@code strategy, backbone, dataset, task, mean}, and if wanted {@code variant,
     * ci95}; other columns are ignored. {@code group} is taken for {@code dataset}, so what {@code --format csv} writes can
     * be read. Lines without a mean are left out.
     *
     * @param file its name, for errors
     * @throws HoldoutException BAD_REFERENCE with the line and what is wrong there
     */
    public static Reference ofCsv(String text, String file) {
        List<List<String>> lines = CsvLines.of(text, file, MOST_LINES);
        if (lines.isEmpty()) {
            throw bad(file, 1, "is empty; a header with " + NEEDED + " is needed");
        }
        List<String> header = lines.get(0).stream()
                .map(name -> name.equals("group") ? "dataset" : name)
                .toList();
        for (String name : NEEDED) {
            if (!header.contains(name)) {
                throw bad(file, 1, "has no column '" + name + "'; it has " + header);
            }
        }
        var numbers = new LinkedHashMap<Place, Difference.Known>();
        for (int at = 1; at < lines.size(); at++) {
            List<String> fields = lines.get(at);
            if (fields.size() != header.size()) {
                throw bad(file, at + 1, "has " + fields.size() + " fields, the header " + header.size());
            }
            String mean = field(header, fields, "mean");
            if (!mean.isEmpty()) {
                var known = new Difference.Known(
                        number(file, at + 1, "mean", mean), interval(file, at + 1, header, fields), Optional.empty());
                numbers.put(place(header, fields), known);
            }
        }
        return new Reference(file, numbers);
    }

    private static Place place(List<String> header, List<String> fields) {
        String variant = field(header, fields, "variant");
        String title = field(header, fields, "strategy") + " " + field(header, fields, "backbone");
        return new Place(
                variant.isEmpty() ? title : title + ", " + variant,
                field(header, fields, "dataset") + "/" + field(header, fields, "task"));
    }

    private static OptionalDouble interval(String file, int line, List<String> header, List<String> fields) {
        String half = field(header, fields, "ci95");
        return half.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(file, line, "ci95", half));
    }

    private static String field(List<String> header, List<String> fields, String name) {
        int at = header.indexOf(name);
        return at < 0 ? "" : fields.get(at);
    }

    private static double number(String file, int line, String name, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as what is not finite
        }
        throw bad(file, line, name + " '" + text + "' is no number");
    }

    static HoldoutException bad(String file, int line, String what) {
        return HoldoutException.user("BAD_REFERENCE", file + ":" + line + ": " + what);
    }
}
