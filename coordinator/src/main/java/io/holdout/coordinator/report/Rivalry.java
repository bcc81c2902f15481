package io.holdout.coordinator.report;

import io.holdout.coordinator.report.statistics.Holm;
import io.holdout.coordinator.report.statistics.PairedComparison;
import io.holdout.coordinator.report.statistics.SignedRank;
import io.holdout.coordinator.report.statistics.TaskComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the ranked rows of a table compare over its tasks.
 *
 * @param rows indices of the table's rows; those of {@code tasks} are places in here
 * @param columns indices of the columns that all of them have
 * @param tasks tests over the numbers of these columns, larger is better
 * @param duels one for each of {@code tasks.pairs()}: on how many tasks the first is significantly better or worse
 */
public record Rivalry(List<Integer> rows, List<Integer> columns, TaskComparison tasks, List<Duel> duels) {
    public Rivalry {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        duels = List.copyOf(duels);
    }

    /**
     * Two rows, task by task: the paired signed-rank test over shared episodes, Holm-adjusted for all tasks, at 5%.
     *
     * @param tested tasks on which they share enough episodes
     */
    public record Duel(int better, int worse, int tested) {}

    /** Empty with fewer than two ranked rows, or no common column. */
    public static Optional<Rivalry> of(Table table, Standings standings) {
        List<Integer> rows = standings.ranked();
        List<Integer> columns = standings.compared();
        if (rows.size() < 2 || columns.isEmpty()) {
            return Optional.empty();
        }
        List<double[]> scores = rows.stream()
                .map(row -> columns.stream()
                        .mapToDouble(column -> Verdicts.score(table, row, column))
                        .toArray())
                .toList();
        TaskComparison tasks = TaskComparison.of(scores);
        var duels = new ArrayList<Duel>();
        for (TaskComparison.Pair pair : tasks.pairs()) {
            duels.add(duel(table, rows.get(pair.first()), rows.get(pair.second()), columns));
        }
        return Optional.of(new Rivalry(rows, columns, tasks, duels));
    }

    private static Duel duel(Table table, int first, int second, List<Integer> columns) {
        var tests = new ArrayList<PairedComparison>();
        for (int column : columns) {
            double[][] shared = Sample.shared(
                    ((Cell.Done) table.cell(first, column)).sample(),
                    ((Cell.Done) table.cell(second, column)).sample(),
                    table.metric());
            if (shared[0].length >= SignedRank.LEAST_PAIRS) {
                tests.add(PairedComparison.of(shared[0], shared[1]));
            }
        }
        double[] p = Holm.adjust(
                tests.stream().mapToDouble(test -> test.signedRank().p()).toArray());
        int better = 0;
        int worse = 0;
        for (int i = 0; i < p.length; i++) {
            double direction = table.metric().score(tests.get(i).signedRank().rankBiserial());
            better += p[i] < Verdict.LEVEL && direction > 0 ? 1 : 0;
            worse += p[i] < Verdict.LEVEL && direction < 0 ? 1 : 0;
        }
        return new Duel(better, worse, tests.size());
    }
}
