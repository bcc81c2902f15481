package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes one of the results of several sweeps. */
public final class Merge {
    private Merge() {}

    /**
     * All lines of all of them over all their tasks. Where two have lines of the same title, every line says of which
     * sweep it is.
     *
     * @param all at least one, of different names
     */
    public static Results of(List<Results> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        boolean clash = clash(all);
        Map<List<Object>, Heading> columns = new LinkedHashMap<>();
        all.forEach(each -> each.columns().forEach(column -> columns.putIfAbsent(key(column), column)));
        var lines = new ArrayList<Line>();
        var evidence = new ArrayList<List<Evidence>>();
        for (Results each : all) {
            Map<List<Object>, Integer> places = new LinkedHashMap<>();
            for (int column = 0; column < each.columns().size(); column++) {
                places.put(key(each.columns().get(column)), column);
            }
            for (int line = 0; line < each.lines().size(); line++) {
                int at = line;
                Line its = each.lines().get(line);
                lines.add(clash && its.sweep().isEmpty() ? its.of(each.name()) : its);
                evidence.add(columns.keySet().stream()
                        .map(places::get)
                        .<Evidence>map(column -> column == null ? Cell.NotRun.UNPLANNED : each.evidence(at, column))
                        .toList());
            }
        }
        return new Results(
                all.stream().map(Results::name).collect(Collectors.joining("+")),
                all.stream().flatMap(each -> each.origins().stream()).toList(),
                lines,
                List.copyOf(columns.values()),
                evidence,
                all.stream()
                        .flatMap(each -> each.choices().stream().map(choice -> clash ? choice.of(each.name()) : choice))
                        .toList(),
                all.stream().flatMap(each -> each.curves().stream()).distinct().toList());
    }

    private static List<Object> key(Heading column) {
        return List.of(column.group(), column.name());
    }

    private static boolean clash(List<Results> all) {
        var titles = new HashSet<String>();
        for (Results each : all) {
            var mine = each.lines().stream().map(Line::title).toList();
            if (mine.stream().anyMatch(titles::contains)) {
                return true;
            }
            titles.addAll(mine);
        }
        return false;
    }
}
