package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which columns a table has. */
public enum View {
    /** Every task. */
    ALL,
    /** The first task of each dataset, as the paper prints it. */
    PRIMARY,
    /** A column a dataset: the mean of its tasks. */
    BY_DATASET,
    /** A column a domain: the mean of the tasks of its datasets. */
    BY_DOMAIN,
    /** A column a kind of labelling: multi-class, binary, multi-label, ordinal. */
    BY_TARGET;

    /** The name on the command line, such as {@code by-domain}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** These results with this view's columns; averages and ranks of a table of them are over these alone. */
    Results of(Results results) {
        return switch (this) {
            case ALL -> results;
            case PRIMARY -> kept(results);
            case BY_DATASET -> grouped(results, Heading::group, false);
            case BY_DOMAIN -> grouped(results, Heading::domain, true);
            case BY_TARGET -> grouped(results, Heading::target, true);
        };
    }

    private static Results kept(Results results) {
        int[] kept = IntStream.range(0, results.columns().size())
                .filter(column -> results.columns().get(column).primary())
                .toArray();
        return new Results(
                results.name(),
                results.origins(),
                results.lines(),
                IntStream.of(kept).mapToObj(results.columns()::get).toList(),
                results.evidence().stream()
                        .map(line -> IntStream.of(kept).mapToObj(line::get).toList())
                        .toList(),
                results.choices(),
                results.curves());
    }

    private static Results grouped(Results results, Function<Heading, String> key, boolean sorted) {
        Map<String, List<Integer>> groups = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        for (int column = 0; column < results.columns().size(); column++) {
            groups.computeIfAbsent(key.apply(results.columns().get(column)), k -> new ArrayList<>())
                    .add(column);
        }
        var headings = new ArrayList<Heading>();
        groups.forEach((group, members) -> headings.add(heading(group, members, results.columns())));
        var evidence = results.evidence().stream()
                .map(line -> groups.values().stream()
                        .map(members -> mean(members.stream().map(line::get).toList()))
                        .toList())
                .toList();
        return new Results(
                results.name(),
                results.origins(),
                results.lines(),
                headings,
                evidence,
                results.choices(),
                results.curves());
    }

    private static Heading heading(String group, List<Integer> members, List<Heading> columns) {
        var tasks = members.stream()
                .flatMap(column -> columns.get(column).tasks().stream())
                .toList();
        var datasets = tasks.stream().map(task -> task.dataset()).collect(Collectors.toSet());
        String name = tasks.size() == 1 ? "1 task" : tasks.size() + " tasks";
        String of = datasets.size() == 1 ? "" : " of " + datasets.size() + " datasets";
        return new Heading(group.isEmpty() ? "unknown" : group, name + of, "", "", false, tasks);
    }

    /** The mean of samples of one kind; without one of them there is none. */
    private static Evidence mean(List<Evidence> members) {
        var samples = members.stream()
                .filter(Sample.class::isInstance)
                .map(Sample.class::cast)
                .toList();
        if (samples.size() < members.size()) {
            return lacking(members, samples.size());
        }
        return samples.stream().map(Sample::episodic).distinct().count() == 1
                ? Sample.meanOf(samples)
                : Cells.unusable("episodes and test splits have no common mean");
    }

    /** A failure tells more than what has not run yet. */
    private static Evidence lacking(List<Evidence> members, int measured) {
        for (Evidence member : members) {
            if (member instanceof Cell.Failed failed) {
                return failed;
            }
        }
        boolean running = members.stream().anyMatch(Cell.Running.class::isInstance);
        return running ? new Cell.Running(measured, members.size()) : new Cell.NotRun(measured, members.size());
    }
}
