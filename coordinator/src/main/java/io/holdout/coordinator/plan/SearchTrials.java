package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Rung;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down the trials of a search's candidates, and of the cells that use the chosen one. Immutable. */
final class SearchTrials {
    private final SweepFile file;
    private final TrialSpecs specs;
    private final CostModel costs;
    private final Variants variants;

    SearchTrials(SweepFile file, TrialSpecs specs, CostModel costs, Variants variants) {
        this.file = file;
        this.specs = specs;
        this.costs = costs;
        this.variants = variants;
    }

    /** What is left of a search weighs on the trials of its candidates. */
    GrownGraph graph(Plan plan, PlannedSearch search, int candidate) {
        int left = Math.max(0, search.search().candidates() - candidate - 1);
        return new GrownGraph(plan, costs, (double) left / search.search().parallel());
    }

    /** @param before its trials up to the mark before; null of a new candidate */
    CandidateTrials start(Graph graph, PlannedSearch search, Study.Job job, @Nullable CandidateTrials before) {
        Applied applied = Applied.of(file, search.choice(), job.values());
        RowChoice choice = applied.choice();
        TrialSpecs own = specs.of(applied.file());
        String label = search.label() + ", candidate " + (job.candidate() + 1);
        TrialId from = before == null || before.training() < 0 ? null : graph.id(before.training());
        if (choice.strategy() == Strategy.SUPERVISED) {
            var piece = own.supervised(choice, search.target()).at(new Rung(job.until(), from));
            int training = graph.add(piece, label + " to epoch " + job.until());
            return new CandidateTrials(job.values(), job.until(), training, training);
        }
        int training = -1;
        if (choice.strategy().pretrains()) {
            PretrainSpec whole = own.pretrain(choice, search.sources());
            boolean isWhole = from == null && job.until() >= whole.settings().maxEpochs();
            training = graph.add(
                    isWhole ? whole : whole.at(new Rung(job.until(), from)), label + " to epoch " + job.until());
        }
        StartingPoint start = start(graph, own, choice, training);
        int score = graph.add(
                own.validate(choice, start, search.sources(), search.settings()), label + ", source validation");
        return new CandidateTrials(job.values(), job.until(), training, score);
    }

    private static StartingPoint start(Graph graph, TrialSpecs own, RowChoice choice, int training) {
        return switch (choice.strategy()) {
            case RANDOM_INIT -> own.random(choice);
            case IMAGENET -> own.imagenet(choice);
            default -> new StartingPoint.Checkpoint(graph.id(training), CheckpointKind.BEST_AUROC);
        };
    }

    /** The cell of a target, with what a search chose. */
    Experiment chosen(
            GrownGraph graph,
            PlannedSearch search,
            CandidateTrials trials,
            Experiment experiment,
            Selection selection) {
        Applied applied = Applied.of(file, search.choice(), trials.values());
        var needs = new ArrayList<Integer>();
        if (trials.training() >= 0) {
            needs.addAll(graph.chain(trials.training()));
        }
        if (applied.choice().strategy() == Strategy.SUPERVISED) {
            return new Experiment(experiment.row(), experiment.target(), List.of(trials.training()), needs, selection);
        }
        TrialSpecs own = specs.of(applied.file());
        List<Integer> shards = EpisodeShards.add(
                graph,
                applied.file(),
                own,
                applied.choice(),
                start(graph, own, applied.choice(), trials.training()),
                experiment.target(),
                variants.title(search.choice(), search.choice().adaptSettings()) + " as searched");
        needs.addAll(shards);
        return new Experiment(experiment.row(), experiment.target(), shards, needs, selection);
    }

    /** All that decides what a search would come to, for the plan's digest. */
    String describe(PlannedSearch search) {
        var ids = new ArrayList<TrialId>();
        start(
                new Graph() {
                    @Override
                    public int add(TrialSpec spec, String label) {
                        ids.add(spec.id());
                        return ids.size() - 1;
                    }

                    @Override
                    public TrialId id(int index) {
                        return ids.get(index);
                    }

                    @Override
                    public double cost(TrialSpec spec) {
                        throw new IllegalStateException("nothing of a search is sized by its work");
                    }
                },
                search,
                new Study.Job(0, none(), 1),
                null);
        return CanonicalJson.write(search.search()) + search.seed() + search.target() + ids;
    }

    private static SortedMap<String, String> none() {
        return new TreeMap<>();
    }
}
