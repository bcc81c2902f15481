package io.holdout.coordinator.report;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a search chose for some cells of a row.
 *
 * @param row title of the row
 * @param targets titles of the columns, such as {@code bus/malignancy}
 * @param made whether anything was chosen; else what follows is empty but for the number of candidates
 * @param values by parameter, as text
 * @param candidate number of the chosen one, from 1
 * @param candidates how many there were
 * @param validation mean AUROC of the chosen one on the sources' validation splits, in [0,1]; never of the target's queries
 * @param epochs that it trained at most; 0 where nothing trains
 * @param words all that, for people
 */
public record ChosenValues(
        String row,
        List<String> targets,
        boolean made,
        SortedMap<String, String> values,
        int candidate,
        int candidates,
        double validation,
        int epochs,
        String words) {
    public ChosenValues {
        targets = List.copyOf(targets);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The same, of a row that says of which sweep it is. */
    ChosenValues of(String itsSweep) {
        return new ChosenValues(
                itsSweep + ": " + row, targets, made, values, candidate, candidates, validation, epochs, words);
    }

    boolean isOf(Line line, Heading heading) {
        return made && row.equals(line.title()) && targets.contains(heading.title());
    }

    /** Such as {@code learning_rate 0.01, optimizer adam}. */
    String valuesInWords() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A line for people. */
    @Override
    public String toString() {
        return row + " on " + String.join(", ", targets) + ": " + words;
    }
}
