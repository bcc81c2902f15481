package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Setting;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.catalog.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Results of made-up numbers, without a plan. */
public final class MadeResults {
    private final List<Heading> columns = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<List<Evidence>> evidence = new ArrayList<>();

    /** Two tasks a dataset, three datasets a domain; the first task of each is primary. */
    public MadeResults(int tasks) {
        List<String> targets = List.of("multi-class", "binary", "ordinal", "multi-label");
        for (int i = 0; i < tasks; i++) {
            String dataset = String.format(java.util.Locale.ROOT, "d%02d", i / 2);
            String task = "task_" + i % 2;
            columns.add(new Heading(
                    dataset,
                    task,
                    targets.get(i % 4),
                    "domain " + i / 6,
                    i % 2 == 0,
                    List.of(new TaskRef(dataset, task))));
        }
    }

    /** A line on conv4; an episode's loss is one minus its AUROC. */
    public MadeResults line(Strategy strategy, String variant, IntFunction<double[]> auroc) {
        return line(strategy, "conv4", variant, auroc);
    }

    /** @param auroc of each column one number an episode; a single NaN is a cell that has not run */
    public MadeResults line(Strategy strategy, String backbone, String variant, IntFunction<double[]> auroc) {
        boolean reference = strategy == Strategy.SUPERVISED;
        lines.add(new Line(
                "",
                strategy.word(),
                backbone,
                variant,
                reference ? 0 : 5,
                84,
                reference,
                List.of(new Setting("shots", "5-shot"))));
        evidence.add(IntStream.range(0, columns.size())
                .mapToObj(column -> evidence(columns.get(column).title(), reference, auroc.apply(column)))
                .toList());
        return this;
    }

    private static Evidence evidence(String draw, boolean reference, double[] auroc) {
        if (auroc.length == 1 && Double.isNaN(auroc[0])) {
            return new Cell.NotRun(0, 1);
        }
        if (reference) {
            return Sample.ofTestSplit(auroc[0], auroc[0] / 2, 1 - auroc[0]);
        }
        return new Sample(
                draw,
                IntStream.range(0, auroc.length).boxed().toList(),
                Arrays.stream(auroc).boxed().toList(),
                Arrays.stream(auroc)
                        .mapToObj(a -> Double.isNaN(a) ? 0.5 : a / 2)
                        .toList(),
                Arrays.stream(auroc)
                        .mapToObj(a -> Double.isNaN(a) ? 0.5 : 1 - a)
                        .toList());
    }

    public Results results() {
        return results("made");
    }

    public Results results(String name) {
        var nothing = new TreeMap<String, String>();
        var origin = new Origin(name, "digest of " + name, "0.1.0", nothing, nothing, nothing);
        return new Results(name, List.of(origin), lines, columns, evidence, List.of(), List.of());
    }
}
