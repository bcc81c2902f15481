package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which hyper-parameters each cell of searched rows used; cells of one search stand together. */
public final class Choices {
    private record Key(String row, Selection selection) {}

    private Choices() {}

    /** In the order of the table; empty if nothing is searched for. */
    public static List<ChosenValues> of(Plan plan) {
        Map<Key, List<String>> targets = new LinkedHashMap<>();
        for (Experiment cell : plan.experiments()) {
            Selection selection = cell.selection();
            if (selection != null) {
                targets.computeIfAbsent(new Key(cell.row().title(), selection), key -> new ArrayList<>())
                        .add(cell.target().toString());
            }
        }
        return targets.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), plan))
                .toList();
    }

    private static ChosenValues of(Key key, List<String> targets, Plan plan) {
        Selection selection = key.selection();
        return new ChosenValues(
                key.row(),
                targets,
                selection.isMade(),
                selection.values(),
                selection.candidate() + 1,
                selection.over() ? selection.tried() : plan.searches().candidates(selection.search()),
                selection.score(),
                selection.epochs(),
                words(selection, plan));
    }

    /** One line a cell and parameter, for data frames; cells without a choice are left out. Candidates count from 1. */
    public static String csv(Plan plan) {
        var text = new StringBuilder(
                "strategy,backbone,variant,dataset,task,parameter,value,candidate,candidates,validation_auroc,epochs\n");
        for (Experiment cell : plan.experiments()) {
            Selection selection = cell.selection();
            if (selection != null) {
                selection.values().forEach((parameter, value) -> text.append(Stream.of(
                                        cell.row().strategy().word(),
                                        cell.row().backboneName(),
                                        cell.row().variant(),
                                        cell.target().dataset(),
                                        cell.target().task(),
                                        parameter,
                                        value,
                                        Integer.toString(selection.candidate() + 1),
                                        Integer.toString(selection.tried()),
                                        Digits.exact(OptionalDouble.of(selection.score())),
                                        Integer.toString(selection.epochs()))
                                .map(CsvTable::field)
                                .collect(Collectors.joining(",")))
                        .append('\n'));
            }
        }
        return text.toString();
    }

    private static String words(Selection selection, Plan plan) {
        if (!selection.isMade()) {
            return selection.over()
                    ? "none of " + selection.tried() + " candidates has a score"
                    : "not chosen yet, " + plan.searches().candidates(selection.search()) + " candidates so far";
        }
        String values = selection.values().entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(Collectors.joining(", "));
        String epochs = selection.epochs() == 0 ? "" : " after " + selection.epochs() + " epochs";
        return String.format(
                Locale.ROOT,
                "%s (candidate %d of %d, validation AUROC %.4f%s)",
                values,
                selection.candidate() + 1,
                selection.tried(),
                selection.score(),
                epochs);
    }
}
