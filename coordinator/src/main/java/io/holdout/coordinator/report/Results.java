package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * All that a report is made from: every episode of every cell, and how trials learned. Tables of any view and metric are
 * functions of it.
 *
 * @param name of the sweep; of several, joined by {@code +}
 * @param origins one a sweep
 * @param evidence one list a line, one for each column
 * @param choices which hyper-parameters searches chose for which cells; empty if nothing is searched for
 */
public record Results(
        String name,
        List<Origin> origins,
        List<Line> lines,
        List<Heading> columns,
        List<List<Evidence>> evidence,
        List<ChosenValues> choices,
        List<Curve> curves) {
    public Results {
        origins = List.copyOf(origins);
        lines = List.copyOf(lines);
        columns = List.copyOf(columns);
        evidence = evidence.stream().map(List::copyOf).toList();
        choices = List.copyOf(choices);
        curves = List.copyOf(curves);
        int width = columns.size();
        if (evidence.size() != lines.size() || evidence.stream().anyMatch(line -> line.size() != width)) {
            throw new IllegalArgumentException(
                    "evidence is not of " + lines.size() + " lines with " + width + " columns each");
        }
    }

    /**
     * The results of a plan, with nothing of where they come from but its digest.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}; asked at most once for each
     */
    public static Results of(Plan plan, IntFunction<Outcome> outcomes) {
        var nothing = new TreeMap<String, String>();
        return of(plan, outcomes, new Origin(plan.name(), plan.digest(), "", nothing, nothing, nothing));
    }

    /** As {@link #of(Plan, IntFunction)}. */
    public static Results of(Plan plan, IntFunction<Outcome> outcomes, Origin origin) {
        IntFunction<Outcome> once = Cells.remembered(plan.trials().size(), outcomes);
        var cells = new Cells(plan, once);
        var evidence = new ArrayList<List<Evidence>>();
        for (int row = 0; row < plan.rows().size(); row++) {
            var line = new ArrayList<Evidence>();
            for (int column = 0; column < plan.columns().size(); column++) {
                Experiment experiment = plan.experiment(row, column);
                line.add(cells.of(experiment));
            }
            evidence.add(line);
        }
        return of(plan, evidence, origin, Curve.of(plan, once));
    }

    /** As {@link #of(Plan, IntFunction)}, of evidence that is known already, and without learning curves. */
    public static Results of(Plan plan, List<List<Evidence>> evidence) {
        var nothing = new TreeMap<String, String>();
        return of(plan, evidence, new Origin(plan.name(), plan.digest(), "", nothing, nothing, nothing), List.of());
    }

    /** As {@link #of(Plan, IntFunction)}, of what is known already. */
    static Results of(Plan plan, List<List<Evidence>> evidence, Origin origin, List<Curve> curves) {
        return new Results(
                plan.name(),
                List.of(origin),
                plan.rows().stream().map(Line::of).toList(),
                plan.columns().stream().map(Heading::of).toList(),
                evidence,
                Choices.of(plan),
                curves);
    }

    public Evidence evidence(int line, int column) {
        return evidence.get(line).get(column);
    }
}
