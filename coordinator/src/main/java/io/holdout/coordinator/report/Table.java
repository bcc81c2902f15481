package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Row;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * The comparison table of a sweep: rows of strategy, backbone and variant, columns of target tasks. Pure, and the same
 * whatever order results came in and however episodes were shared out among trials.
 *
 * @param cells row by row, in each row column by column
 * @param averages mean of each row over its cells with a number; empty if it has none
 * @param averageRanks mean rank of each row, 1 the best, ties shared, over the columns in which every row has a number
 * @param rankedColumns how many columns those are
 */
public record Table(
        String sweep,
        List<Row> rows,
        List<Column> columns,
        List<Cell> cells,
        List<OptionalDouble> averages,
        List<OptionalDouble> averageRanks,
        int rankedColumns) {

    /**
     * The table of a plan.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}
     */
    public static Table of(Plan plan, IntFunction<Outcome> outcomes) {
        var cells = new ArrayList<Cell>();
        for (Experiment experiment : plan.experiments()) {
            cells.add(cell(experiment, outcomes));
        }
        var averages = new ArrayList<OptionalDouble>();
        int width = plan.columns().size();
        for (int row = 0; row < plan.rows().size(); row++) {
            averages.add(cells.subList(row * width, (row + 1) * width).stream()
                    .filter(cell -> cell instanceof Cell.Done)
                    .mapToDouble(cell -> ((Cell.Done) cell).mean())
                    .filter(mean -> !Double.isNaN(mean))
                    .average());
        }
        var ranks = new Ranks(cells, plan.rows().size(), width);
        return new Table(plan.name(), plan.rows(), plan.columns(), cells, averages, ranks.averages(), ranks.columns());
    }

    private static Cell cell(Experiment experiment, IntFunction<Outcome> outcomes) {
        var results = new ArrayList<TrialResult>();
        boolean running = false;
        boolean waiting = false;
        for (int index : experiment.trials()) {
            Outcome outcome = outcomes.apply(index);
            if (outcome instanceof Outcome.Failed failed) {
                return new Cell.Failed(failed.failure());
            }
            running |= outcome instanceof Outcome.Running;
            waiting |= outcome instanceof Outcome.NotRun;
            if (outcome instanceof Outcome.Done done) {
                results.add(done.result());
            }
        }
        if (running || waiting) {
            return running || !results.isEmpty() ? new Cell.Running() : new Cell.NotRun();
        }
        return done(experiment.row(), results);
    }

    private static Cell done(Row row, List<TrialResult> results) {
        if (results.get(0) instanceof TrialResult.Supervised supervised) {
            return new Cell.Done(
                    supervised.testAuroc(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    supervised.testAccuracy(),
                    1,
                    0);
        }
        List<EpisodePoint> points = results.stream()
                .flatMap(result -> ((TrialResult.Adapted) result).episodes().stream())
                .filter(point -> point.steps() == row.steps())
                .sorted(Comparator.comparingInt(EpisodePoint::episode))
                .toList();
        double[] aurocs = points.stream()
                .mapToDouble(EpisodePoint::auroc)
                .filter(auroc -> !Double.isNaN(auroc))
                .toArray();
        double accuracy =
                points.stream().mapToDouble(EpisodePoint::accuracy).average().orElse(Double.NaN);
        return Cell.Done.ofEpisodes(aurocs, accuracy, points.size() - aurocs.length);
    }

    public Cell cell(int row, int column) {
        return cells.get(row * columns.size() + column);
    }

    /** Whether every cell has a number. */
    public boolean isComplete() {
        return cells.stream().allMatch(cell -> cell instanceof Cell.Done);
    }

    /** Whether no row has a larger mean in this column, as far as numbers are there. */
    public boolean isBest(int row, int column) {
        double own = mean(row, column);
        for (int other = 0; other < rows.size(); other++) {
            if (mean(other, column) > own) {
                return false;
            }
        }
        return !Double.isNaN(own);
    }

    private double mean(int row, int column) {
        return cell(row, column) instanceof Cell.Done done ? done.mean() : Double.NaN;
    }
}
