package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where backbones and shots stand. */
public enum Arrangement {
    /** Lines as the sweep file has them: by strategy, then backbone. */
    PLAIN,
    /** Lines of one backbone together. */
    BY_BACKBONE,
    /** Lines of one number of shots together. */
    BY_SHOTS,
    /** Every backbone has columns of its own; lines are strategies. */
    BACKBONES_ACROSS,
    /** Every number of shots has columns of its own. */
    SHOTS_ACROSS;

    /** The name on the command line, such as {@code by-backbone}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Results of(Results results) {
        return switch (this) {
            case PLAIN -> results;
            case BY_BACKBONE -> together(results, Line::backbone);
            case BY_SHOTS -> together(results, Arrangement::shots);
            case BACKBONES_ACROSS -> across(results, Line::backbone, Arrangement::withoutBackbone);
            case SHOTS_ACROSS -> across(results, Arrangement::shots, Arrangement::withoutShots);
        };
    }

    private static String shots(Line line) {
        return line.shots() == 0 ? "all images" : line.shots() + "-shot";
    }

    private static Line withoutBackbone(Line line) {
        return new Line(
                line.sweep(),
                line.strategy(),
                "",
                line.variant(),
                line.shots(),
                line.imageSize(),
                line.reference(),
                List.of());
    }

    private static Line withoutShots(Line line) {
        String variant = Arrays.stream(line.variant().split(", "))
                .filter(part -> !part.equals(shots(line)))
                .collect(Collectors.joining(", "));
        return new Line(
                line.sweep(),
                line.strategy(),
                line.backbone(),
                variant,
                0,
                line.imageSize(),
                line.reference(),
                List.of());
    }

    private static Results together(Results results, Function<Line, String> key) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int line = 0; line < results.lines().size(); line++) {
            groups.computeIfAbsent(key.apply(results.lines().get(line)), k -> new ArrayList<>())
                    .add(line);
        }
        var order = groups.values().stream().flatMap(List::stream).toList();
        return new Results(
                results.name(),
                results.origins(),
                order.stream().map(results.lines()::get).toList(),
                results.columns(),
                order.stream().map(results.evidence()::get).toList(),
                results.choices(),
                results.curves());
    }

    private static Results across(Results results, Function<Line, String> key, Function<Line, Line> rest) {
        var values = new LinkedHashSet<String>();
        Map<Line, Map<String, Integer>> lines = new LinkedHashMap<>();
        for (int at = 0; at < results.lines().size(); at++) {
            Line line = results.lines().get(at);
            values.add(key.apply(line));
            lines.computeIfAbsent(rest.apply(line), l -> new LinkedHashMap<>()).putIfAbsent(key.apply(line), at);
        }
        var columns = new ArrayList<Heading>();
        values.forEach(value -> results.columns().forEach(column -> columns.add(under(value, column))));
        var evidence = new ArrayList<List<Evidence>>();
        for (Map<String, Integer> places : lines.values()) {
            var line = new ArrayList<Evidence>();
            for (String value : values) {
                Integer at = places.get(value);
                for (int column = 0; column < results.columns().size(); column++) {
                    line.add(at == null ? Cell.NotRun.UNPLANNED : results.evidence(at, column));
                }
            }
            evidence.add(line);
        }
        return new Results(
                results.name(),
                results.origins(),
                List.copyOf(lines.keySet()),
                columns,
                evidence,
                results.choices(),
                results.curves());
    }

    private static Heading under(String value, Heading column) {
        return new Heading(value, column.title(), column.target(), column.domain(), column.primary(), column.tasks());
    }
}
