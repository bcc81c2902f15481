package io.holdout.coordinator.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Differences of two tables as text. */
public final class DifferenceText {
    private DifferenceText() {}

    /**
     * One line a cell, then how many differ, then what differs in how they were made.
     *
     * @param configuration what differs, in words
     */
    public static String terminal(
            Reference first,
            Reference second,
            Metric metric,
            List<Difference> differences,
            List<String> configuration) {
        int line = widest(differences.stream().map(Difference::line).toList(), "row");
        int column = widest(differences.stream().map(Difference::column).toList(), "task");
        String form = "%-" + line + "s  %-" + column + "s  %8s  %8s  %10s  %-18s  %7s  %6s";
        var text = new StringBuilder(second.name() + " minus " + first.name() + ": " + metric.heading()
                + ", difference with its 95% interval\n\n");
        text.append(line(form, "row", "task", "first", "second", "difference", "95%", "paired", "p"));
        for (Difference each : differences) {
            text.append(line(
                    form,
                    each.line(),
                    each.column(),
                    shown(metric, each.first()),
                    shown(metric, each.second()),
                    shown(metric, each.difference()) + (each.isSignificant() ? "*" : " "),
                    each.interval()
                            .map(range -> metric.shown(range.low()) + " to " + metric.shown(range.high()))
                            .orElse(""),
                    each.paired() == 0 ? "" : Integer.toString(each.paired()),
                    each.p().isPresent() ? Digits.p(each.p().getAsDouble()) : ""));
        }
        long significant =
                differences.stream().filter(Difference::isSignificant).count();
        long equal = differences.stream()
                .filter(each ->
                        each.difference().isPresent() && each.difference().getAsDouble() == 0)
                .count();
        long missing =
                differences.stream().filter(each -> each.difference().isEmpty()).count();
        text.append("\n* the interval leaves out zero: " + significant + " of " + (differences.size() - missing)
                + " cells, of which 5% would by chance; " + equal + " are equal; " + missing + " are in one only\n");
        text.append(configuration.isEmpty() ? "\nTheir configurations do not differ.\n" : "\nWhat differs:\n");
        configuration.forEach(each -> text.append("  ").append(each).append('\n'));
        return text.toString();
    }

    /** One line a cell; numbers with six digits. */
    public static String csv(List<Difference> differences) {
        var text = new StringBuilder("row,task,first,second,difference,low,high,paired,p\n");
        for (Difference each : differences) {
            text.append(List.of(
                                    each.line(),
                                    each.column(),
                                    Digits.exact(each.first()),
                                    Digits.exact(each.second()),
                                    Digits.exact(each.difference()),
                                    each.interval()
                                            .map(i -> Digits.exact(i.low()).toPlainString())
                                            .orElse(""),
                                    each.interval()
                                            .map(i -> Digits.exact(i.high()).toPlainString())
                                            .orElse(""),
                                    Integer.toString(each.paired()),
                                    Digits.exact(each.p()))
                            .stream()
                            .map(CsvTable::field)
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }

    private static String shown(Metric metric, OptionalDouble value) {
        return value.isPresent() ? metric.shown(value.getAsDouble()) : Captions.NONE;
    }

    private static int widest(List<String> names, String least) {
        return names.stream().mapToInt(String::length).max().orElse(least.length());
    }

    private static String line(String form, Object... fields) {
        return String.format(Locale.ROOT, form, fields).stripTrailing() + "\n";
    }
}
