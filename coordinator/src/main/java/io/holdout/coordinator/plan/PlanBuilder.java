package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.StartingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds one plan: rows, then for each row and target its trials, each trial once. */
final class PlanBuilder {
    private final SweepFile file;
    private final Catalogue catalogue;
    private final TrialSpecs specs;
    private final SourceSets sources;
    private final TrialGraph graph;
    private final List<RowChoice> choices;
    private final Variants variants;
    private final CostModel costs;
    private final RowSearches searches;

    PlanBuilder(SweepFile file, Catalogue catalogue, TrialSpecs specs) {
        this.file = file;
        this.catalogue = catalogue;
        this.specs = specs;
        this.sources = new SourceSets(file, catalogue);
        this.costs = new CostModel(catalogue);
        this.graph = new TrialGraph(costs);
        this.choices = RowChoices.of(file);
        this.variants = new Variants(choices);
        this.searches = new RowSearches(file, sources, variants);
    }

    Plan build() {
        List<Column> columns = file.targets().stream().map(this::column).toList();
        List<Row> rows = choices.stream()
                .map(choice -> variants.row(choice, RowSearches.parameters(file, choice)))
                .toList();
        var experiments = new ArrayList<Experiment>();
        for (int i = 0; i < rows.size(); i++) {
            for (Column column : columns) {
                experiments.add(experiment(rows.get(i), choices.get(i), column.task()));
            }
        }
        var trials = new SearchTrials(file, specs, costs, variants);
        return new Plan(
                file.name(),
                digest(experiments, trials),
                graph.trials(),
                rows,
                columns,
                experiments,
                Searches.of(searches.planned()),
                trials);
    }

    /** Of a plan without searches as it was before there were any. */
    private String digest(List<Experiment> experiments, SearchTrials trials) {
        String fixed = graph.digest(experiments);
        if (searches.planned().isEmpty()) {
            return fixed;
        }
        var text = new StringBuilder(fixed);
        searches.planned().forEach(search -> text.append('\n').append(trials.describe(search)));
        return CanonicalJson.sha256(text.toString());
    }

    private Column column(TaskRef task) {
        TaskInfo info = catalogue.task(task).orElseThrow();
        DatasetInfo dataset = catalogue.dataset(task.dataset()).orElseThrow();
        return new Column(task, info.target(), dataset.primaryTask().name().equals(task.task()), dataset.domain());
    }

    private Experiment experiment(Row row, RowChoice choice, TaskRef target) {
        Optional<Integer> search = searches.of(choice, target);
        if (search.isPresent()) {
            return new Experiment(row, target, List.of(), List.of(), Selection.of(search.get()));
        }
        if (choice.strategy() == Strategy.SUPERVISED) {
            String label = variants.title(choice, choice.trainingSettings()) + " on " + target;
            List<Integer> only = List.of(graph.add(specs.supervised(choice, target), label));
            return new Experiment(row, target, only, only);
        }
        var needs = new ArrayList<Integer>();
        StartingPoint start = start(choice, target.dataset(), needs);
        String what = variants.title(choice, choice.adaptSettings());
        List<Integer> shards = EpisodeShards.add(graph, file, specs, choice, start, target, what);
        needs.addAll(shards);
        return new Experiment(row, target, shards, needs);
    }

    private StartingPoint start(RowChoice choice, String target, List<Integer> needs) {
        return switch (choice.strategy()) {
            case RANDOM_INIT -> specs.random(choice);
            case IMAGENET -> specs.imagenet(choice);
            case MM_PT, MM_MAML -> {
                int index = graph.add(
                        specs.pretrain(choice, sources.tasks(target, choice.sources())),
                        variants.title(choice, choice.trainingSettings()) + " on " + sources.words(target));
                needs.add(index);
                yield new StartingPoint.Checkpoint(graph.id(index), CheckpointKind.BEST_AUROC);
            }
            case SUPERVISED -> throw new IllegalStateException("supervised has no few-shot start");
        };
    }
}
