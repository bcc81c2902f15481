package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.Selection;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Gathers what there is for an experiment from the outcomes of its trials. */
public final class Cells {
    /** 64 bits tell a few thousand draws apart. */
    private static final int DRAW_DIGITS = 16;

    private final Plan plan;
    private final IntFunction<Outcome> outcomes;

    /** @param outcomes asked at most once for each trial, as reading a result may be slow */
    public Cells(Plan plan, IntFunction<Outcome> outcomes) {
        this.plan = plan;
        this.outcomes = remembered(plan.trials().size(), outcomes);
    }

    /** What is asked once for each index. */
    static IntFunction<Outcome> remembered(int size, IntFunction<Outcome> outcomes) {
        @Nullable Outcome[] known = new Outcome[size];
        return index -> {
            Outcome outcome = known[index];
            if (outcome == null) {
                outcome = outcomes.apply(index);
                known[index] = outcome;
            }
            return outcome;
        };
    }

    /**
     * Its own trials decide if all of them are done, whatever became of the pre-training since; else the first failure
     * among all that it needs, else whether anything runs.
     */
    public Evidence of(Experiment experiment) {
        Selection selection = experiment.selection();
        if (selection != null && !selection.isMade()) {
            return selection.over() ? nothingChosen(selection) : waiting(experiment, true);
        }
        if (experiment.trials().stream().allMatch(index -> outcomes.apply(index) instanceof Outcome.Done)) {
            return measured(experiment);
        }
        return waiting(experiment, false);
    }

    /** @param isSearched whether it waits for a choice */
    private Evidence waiting(Experiment experiment, boolean isSearched) {
        int done = 0;
        boolean running = false;
        List<Integer> needs = plan.waitsFor(experiment);
        for (int index : needs) {
            Outcome outcome = outcomes.apply(index);
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

    private static Evidence nothingChosen(Selection selection) {
        return new Cell.Failed(new Failure(
                FailureClass.USER,
                "NO_CANDIDATE",
                "none of the " + selection.tried() + " candidates of its search has a score"));
    }

    private Evidence measured(Experiment experiment) {
        int steps = experiment.row().steps();
        var points = new TreeMap<Integer, EpisodePoint>();
        int expected = 0;
        String draw = "";
        for (int index : experiment.trials()) {
            TrialResult result = ((Outcome.Done) outcomes.apply(index)).result();
            if (result instanceof TrialResult.Supervised supervised) {
                return Sample.ofTestSplit(supervised.testAuroc(), supervised.testAccuracy(), supervised.testLoss());
            }
            if (!(result instanceof TrialResult.Adapted adapted)
                    || !(plan.trials().get(index).spec() instanceof AdaptSpec spec)) {
                return unusable(
                        "the result of trial " + plan.trials().get(index).id() + " is of another kind");
            }
            expected += spec.episodeCount();
            draw = draw(spec);
            int measuredAt =
                    experiment.selection() == null ? steps : spec.method().lastStep();
            adapted.episodes().stream()
                    .filter(point -> point.steps() == measuredAt
                            && point.episode() >= spec.fromEpisode()
                            && point.episode() < spec.toEpisode())
                    .forEach(point -> points.put(point.episode(), point));
        }
        return points.size() == expected
                ? sample(draw, points.values())
                : unusable("results hold " + points.size() + " of " + expected + " episodes at " + steps + " steps");
    }

    private static Sample sample(String draw, Collection<EpisodePoint> points) {
        return new Sample(
                draw,
                points.stream().map(EpisodePoint::episode).toList(),
                points.stream().map(EpisodePoint::auroc).toList(),
                points.stream().map(EpisodePoint::accuracy).toList(),
                points.stream().map(EpisodePoint::loss).toList());
    }

    /** Short, and equal for two specs if and only if equal numbers mean equal episodes. */
    private static String draw(AdaptSpec spec) {
        String drawn = CanonicalJson.write(spec.episodes()) + spec.target() + spec.dataFingerprint();
        return CanonicalJson.sha256(drawn).substring(0, DRAW_DIGITS);
    }

    static Cell.Failed unusable(String why) {
        return new Cell.Failed(new Failure(FailureClass.BUG, "RESULT_UNUSABLE", why));
    }
}
