package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Row;
import io.holdout.protocol.catalog.TaskRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What could be had on each target by choosing hyper-parameters on that target's own query sets: an upper bound of what any
 * choice could give, and no result, for whoever chooses so has seen the test. Rows of one strategy, backbone, number of shots
 * and seed are its candidates, and with a search that asks for it whoever could have been chosen.
 *
 * @param lines group by group, in each in the order of columns; those without a number are left out
 */
public record Oracle(List<Line> lines) {
    /**
     * One target under one group of rows.
     *
     * @param group in words, such as {@code mm-pt conv4, 5-shot}
     * @param candidates how many have a number
     * @param best their highest mean AUROC
     * @param chosen that of the one that a search chose honestly; empty where the rows are a grid and nothing was chosen
     */
    public record Line(String group, TaskRef target, int candidates, double best, OptionalDouble chosen) {}

    private record Group(String words, long seed) {}

    public Oracle {
        lines = List.copyOf(lines);
    }

    /** @param outcomes as {@link Table#of} takes them */
    public static Oracle of(Plan plan, IntFunction<Outcome> outcomes) {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < plan.rows().size(); row++) {
            Row each = plan.rows().get(row);
            groups.computeIfAbsent(group(each), key -> new ArrayList<>()).add(row);
        }
        var cells = new Cells(plan, outcomes);
        var lines = new ArrayList<Line>();
        groups.forEach((group, rows) -> {
            for (int column = 0; column < plan.columns().size(); column++) {
                line(plan, cells, group, rows, column, lines);
            }
        });
        return new Oracle(lines);
    }

    private static Group group(Row row) {
        String shots = row.shots() == 0 ? "" : ", " + row.shots() + "-shot";
        return new Group(row.strategy().word() + " " + row.backboneName() + shots, row.seed());
    }

    private static void line(Plan plan, Cells cells, Group group, List<Integer> rows, int column, List<Line> lines) {
        double[] all = rows.stream()
                .flatMap(row -> candidates(plan, row, column).stream())
                .map(cell -> auroc(cells, cell))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        if (all.length == 0) {
            return;
        }
        OptionalDouble chosen = rows.stream()
                .map(row -> plan.experiment(row, column))
                .filter(cell -> cell.selection() != null && cell.selection().isMade())
                .map(cell -> auroc(cells, cell))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
        double best =
                IntStream.range(0, all.length).mapToDouble(i -> all[i]).max().orElseThrow();
        Column target = plan.columns().get(column);
        lines.add(new Line(group.words(), target.task(), all.length, best, chosen));
    }

    private static List<Experiment> candidates(Plan plan, int row, int column) {
        List<Experiment> oracle = plan.oracle(row, column);
        return oracle.isEmpty() ? List.of(plan.experiment(row, column)) : oracle;
    }

    private static OptionalDouble auroc(Cells cells, Experiment experiment) {
        return Cell.of(cells.of(experiment), Metric.AUROC) instanceof Cell.Done done
                ? OptionalDouble.of(done.mean())
                : OptionalDouble.empty();
    }

    /** For people; its first line says what it is. */
    public String text() {
        var text =
                new StringBuilder("ORACLE: the best on each target's own query sets, an upper bound and no result\n");
        for (Line line : lines) {
            text.append("- ")
                    .append(line.group())
                    .append(" on ")
                    .append(line.target())
                    .append(": ")
                    .append(Digits.percent(line.best()))
                    .append(", best of ")
                    .append(line.candidates());
            line.chosen().ifPresent(value -> text.append("; chosen on validation data ")
                    .append(Digits.percent(value)));
            text.append('\n');
        }
        if (lines.stream()
                .anyMatch(line -> line.candidates() == 1 && line.chosen().isPresent())) {
            text.append("The other candidates of a search are run on the target only if the sweep file says 'oracle:"
                    + " true'.\n");
        }
        return text.toString();
    }

    /** One line a target and group, for data frames. */
    public String csv() {
        var text = new StringBuilder("group,dataset,task,candidates,oracle_auroc,chosen_auroc\n");
        for (Line line : lines) {
            text.append(String.join(
                            ",",
                            CsvTable.field(line.group()),
                            CsvTable.field(line.target().dataset()),
                            CsvTable.field(line.target().task()),
                            Integer.toString(line.candidates()),
                            Digits.exact(OptionalDouble.of(line.best())),
                            Digits.exact(line.chosen())))
                    .append('\n');
        }
        return text.toString();
    }
}
