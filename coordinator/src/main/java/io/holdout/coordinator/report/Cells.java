package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Makes the cell of an experiment from the outcomes of its trials. */
final class Cells {
    /** Two-sided 95% of the normal distribution, as the paper uses it. */
    private static final double NORMAL_95 = 1.96;

    private final Plan plan;
    private final IntFunction<Outcome> outcomes;

    Cells(Plan plan, IntFunction<Outcome> outcomes) {
        this.plan = plan;
        this.outcomes = outcomes;
    }

    /**
     * Its own trials decide if all of them are done, whatever became of the pre-training since; else the first failure
     * among all that it needs, else whether anything runs.
     */
    Cell of(Experiment experiment) {
        if (experiment.trials().stream().allMatch(index -> outcomes.apply(index) instanceof Outcome.Done)) {
            return measured(experiment);
        }
        int done = 0;
        boolean running = false;
        for (int index : experiment.needs()) {
            Outcome outcome = outcomes.apply(index);
            if (outcome instanceof Outcome.Failed failed) {
                return new Cell.Failed(failed.failure());
            }
            done += outcome instanceof Outcome.Done ? 1 : 0;
            running |= outcome instanceof Outcome.Running;
        }
        int all = experiment.needs().size();
        return running ? new Cell.Running(done, all) : new Cell.NotRun(done, all);
    }

    private Cell measured(Experiment experiment) {
        int steps = experiment.row().steps();
        var byEpisode = new TreeMap<Integer, Double>();
        int expected = 0;
        for (int index : experiment.trials()) {
            TrialResult result = ((Outcome.Done) outcomes.apply(index)).result();
            if (result instanceof TrialResult.Supervised supervised) {
                return supervised(supervised.testAuroc());
            }
            if (!(result instanceof TrialResult.Adapted adapted)
                    || !(plan.trials().get(index).spec() instanceof AdaptSpec spec)) {
                return unusable(
                        "the result of trial " + plan.trials().get(index).id() + " is of another kind");
            }
            expected += spec.episodeCount();
            adapted.episodes().stream()
                    .filter(point -> point.steps() == steps
                            && point.episode() >= spec.fromEpisode()
                            && point.episode() < spec.toEpisode())
                    .forEach(point -> byEpisode.put(point.episode(), point.auroc()));
        }
        if (byEpisode.size() != expected) {
            return unusable(
                    "results hold " + byEpisode.size() + " of " + expected + " episodes at " + steps + " steps");
        }
        return mean(List.copyOf(byEpisode.values()));
    }

    private static Cell supervised(double auroc) {
        return Double.isNaN(auroc)
                ? unusable("AUROC of the test split is undefined: it lacks a class")
                : new Cell.Done(auroc, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0);
    }

    /** Sums in the order of episodes, so that neither sharding nor the order of results moves a bit. */
    private static Cell mean(List<Double> aurocs) {
        var defined = aurocs.stream().filter(auroc -> !Double.isNaN(auroc)).toList();
        int count = defined.size();
        if (count == 0) {
            return unusable("AUROC is undefined in all " + aurocs.size() + " episodes");
        }
        double sum = 0;
        for (double auroc : defined) {
            sum += auroc;
        }
        double mean = sum / count;
        int undefined = aurocs.size() - count;
        if (count == 1) {
            return new Cell.Done(mean, OptionalDouble.empty(), OptionalDouble.empty(), count, undefined);
        }
        double squares = 0;
        for (double auroc : defined) {
            squares += (auroc - mean) * (auroc - mean);
        }
        double deviation = Math.sqrt(squares / (count - 1));
        double interval = NORMAL_95 * deviation / Math.sqrt(count);
        return new Cell.Done(mean, OptionalDouble.of(interval), OptionalDouble.of(deviation), count, undefined);
    }

    private static Cell unusable(String why) {
        return new Cell.Failed(new Failure(FailureClass.BUG, "RESULT_UNUSABLE", why));
    }
}
