package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.StartingPoint;
import java.util.ArrayList;
import java.util.List;

/** Builds one plan: rows, then for each row and target its trials, each trial once. */
final class PlanBuilder {
    private final SweepFile file;
    private final Catalogue catalogue;
    private final TrialSpecs specs;
    private final SourceSets sources;
    private final TrialGraph graph;
    private final List<RowChoice> choices;
    private final Variants variants;

    PlanBuilder(SweepFile file, Catalogue catalogue, TrialSpecs specs) {
        this.file = file;
        this.catalogue = catalogue;
        this.specs = specs;
        this.sources = new SourceSets(file, catalogue);
        this.graph = new TrialGraph(new CostModel(catalogue));
        this.choices = RowChoices.of(file);
        this.variants = new Variants(choices);
    }

    Plan build() {
        List<Column> columns = file.targets().stream().map(this::column).toList();
        List<Row> rows = choices.stream().map(variants::row).toList();
        var experiments = new ArrayList<Experiment>();
        for (int i = 0; i < rows.size(); i++) {
            for (Column column : columns) {
                experiments.add(experiment(rows.get(i), choices.get(i), column.task()));
            }
        }
        return new Plan(file.name(), graph.digest(experiments), graph.trials(), rows, columns, experiments);
    }

    private Column column(TaskRef task) {
        TaskInfo info = catalogue.task(task).orElseThrow();
        DatasetInfo dataset = catalogue.dataset(task.dataset()).orElseThrow();
        return new Column(task, info.target(), dataset.primaryTask().name().equals(task.task()), dataset.domain());
    }

    private Experiment experiment(Row row, RowChoice choice, TaskRef target) {
        if (choice.strategy() == Strategy.SUPERVISED) {
            String label = variants.title(choice, choice.trainingSettings()) + " on " + target;
            List<Integer> only = List.of(graph.add(specs.supervised(choice, target), label));
            return new Experiment(row, target, only, only);
        }
        var needs = new ArrayList<Integer>();
        StartingPoint start = start(choice, target.dataset(), needs);
        List<Integer> shards = adaptations(choice, start, target);
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

    private List<Integer> adaptations(RowChoice choice, StartingPoint start, TaskRef target) {
        String label = "adapt " + variants.title(choice, choice.adaptSettings()) + " to " + target + ", episodes ";
        var shards = new ArrayList<Integer>();
        for (int from = 0; from < file.episodes(); from += file.fineTune().episodesPerTrial()) {
            int to = Math.min(file.episodes(), from + file.fineTune().episodesPerTrial());
            shards.add(graph.add(specs.adapt(choice, start, target, from, to), label + from + "-" + (to - 1)));
        }
        return shards;
    }
}
