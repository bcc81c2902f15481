package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Selection;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the cell of an experiment from the outcomes of its trials. */
public final class Cells {
    /** Two-sided 95% of the normal distribution, as the paper uses it. */
    private static final double NORMAL_95 = 1.96;

    private final Plan plan;
    private final IntFunction<Outcome> outcomes;
    private final @Nullable Outcome[] known;

    /** @param outcomes asked at most once for each trial, as reading a result may be slow */
    public Cells(Plan plan, IntFunction<Outcome> outcomes) {
        this.plan = plan;
        this.outcomes = outcomes;
        this.known = new Outcome[plan.trials().size()];
    }

    /**
     * Its own trials decide if all of them are done, whatever became of the pre-training since; else the first failure
     * among all that it needs, else whether anything runs.
     */
    public Cell of(Experiment experiment) {
        Selection selection = experiment.selection();
        if (selection != null && !selection.isMade()) {
            return selection.over() ? nothingChosen(selection) : waiting(experiment, true);
        }
        if (experiment.trials().stream().allMatch(index -> outcome(index) instanceof Outcome.Done)) {
            return measured(experiment);
        }
        return waiting(experiment, false);
    }

    /** @param isSearched whether it waits for a choice */
    private Cell waiting(Experiment experiment, boolean isSearched) {
        int done = 0;
        boolean running = false;
        List<Integer> needs = plan.waitsFor(experiment);
        for (int index : needs) {
            Outcome outcome = outcome(index);
            // a search goes on without a candidate that failed
            if (!isSearched && outcome instanceof Outcome.Failed failed) {
                return new Cell.Failed(failed.failure());
            }
            done += outcome instanceof Outcome.Done ? 1 : 0;
            running |= outcome instanceof Outcome.Running;
        }
        int all = needs.size();
        return running ? new Cell.Running(done, all) : new Cell.NotRun(done, all);
    }

    private static Cell nothingChosen(Selection selection) {
        return new Cell.Failed(new Failure(
                FailureClass.USER,
                "NO_CANDIDATE",
                "none of the " + selection.tried() + " candidates of its search has a score"));
    }

    private Outcome outcome(int index) {
        Outcome outcome = known[index];
        if (outcome == null) {
            outcome = outcomes.apply(index);
            known[index] = outcome;
        }
        return outcome;
    }

    private Cell measured(Experiment experiment) {
        int steps = experiment.row().steps();
        var points = new TreeMap<Integer, EpisodePoint>();
        int expected = 0;
        for (int index : experiment.trials()) {
            TrialResult result = ((Outcome.Done) outcome(index)).result();
            if (result instanceof TrialResult.Supervised supervised) {
                return supervised(supervised);
            }
            if (!(result instanceof TrialResult.Adapted adapted)
                    || !(plan.trials().get(index).spec() instanceof AdaptSpec spec)) {
                return unusable(
                        "the result of trial " + plan.trials().get(index).id() + " is of another kind");
            }
            expected += spec.episodeCount();
            int measuredAt =
                    experiment.selection() == null ? steps : spec.method().lastStep();
            adapted.episodes().stream()
                    .filter(point -> point.steps() == measuredAt
                            && point.episode() >= spec.fromEpisode()
                            && point.episode() < spec.toEpisode())
                    .forEach(point -> points.put(point.episode(), point));
        }
        return points.size() == expected
                ? mean(points.values())
                : unusable("results hold " + points.size() + " of " + expected + " episodes at " + steps + " steps");
    }

    private static Cell supervised(TrialResult.Supervised result) {
        return Double.isNaN(result.testAuroc())
                ? unusable("AUROC of the test split is undefined: it lacks a class")
                : new Cell.Done(
                        result.testAuroc(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        result.testAccuracy(),
                        0,
                        0);
    }

    /** Sums in the order of episodes, so that neither sharding nor the order of results moves a bit. */
    private static Cell mean(Collection<EpisodePoint> points) {
        var defined =
                points.stream().filter(point -> !Double.isNaN(point.auroc())).toList();
        int count = defined.size();
        int undefined = points.size() - count;
        if (count == 0) {
            return unusable("AUROC is undefined in all " + undefined + " episodes");
        }
        double accuracy = mean(points, EpisodePoint::accuracy);
        double mean = mean(defined, EpisodePoint::auroc);
        if (count == 1) {
            return new Cell.Done(mean, OptionalDouble.empty(), OptionalDouble.empty(), accuracy, count, undefined);
        }
        double variance = mean(defined, point -> (point.auroc() - mean) * (point.auroc() - mean)) * count / (count - 1);
        double deviation = Math.sqrt(variance);
        double interval = NORMAL_95 * deviation / Math.sqrt(count);
        return new Cell.Done(
                mean, OptionalDouble.of(interval), OptionalDouble.of(deviation), accuracy, count, undefined);
    }

    /** A plain loop: the order of a stream's sum is not specified. */
    private static double mean(Collection<EpisodePoint> points, ToDoubleFunction<EpisodePoint> value) {
        double sum = 0;
        for (EpisodePoint point : points) {
            sum += value.applyAsDouble(point);
        }
        return sum / points.size();
    }

    private static Cell unusable(String why) {
        return new Cell.Failed(new Failure(FailureClass.BUG, "RESULT_UNUSABLE", why));
    }
}
