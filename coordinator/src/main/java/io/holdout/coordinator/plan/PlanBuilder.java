package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Recipe;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds one plan: rows, then for each row and target its trials, each trial once. */
final class PlanBuilder {
    private static final double DEFAULT_RATE = 0.001;
    private static final double DEFAULT_RATE_RESNET50 = 0.0001;

    private final SweepFile file;
    private final Catalogue catalogue;
    private final SortedMap<String, String> fingerprints;
    private final SortedMap<String, String> weights;
    private final boolean preview;
    private final TrialGraph graph;

    PlanBuilder(
            SweepFile file,
            Catalogue catalogue,
            SortedMap<String, String> fingerprints,
            SortedMap<String, String> weights,
            boolean preview) {
        this.file = file;
        this.catalogue = catalogue;
        this.fingerprints = fingerprints;
        this.weights = weights;
        this.preview = preview;
        this.graph = new TrialGraph(new CostModel(catalogue));
    }

    Plan build() {
        List<Column> columns = file.targets().stream().map(this::column).toList();
        List<RowChoice> choices = choices();
        List<Row> rows = Rows.of(choices);
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
        return new Column(task, info.target(), dataset.primaryTask().name().equals(task.task()));
    }

    private List<RowChoice> choices() {
        var choices = new ArrayList<RowChoice>();
        for (Strategy strategy : file.strategies()) {
            for (BackboneSpec backbone : file.backbones()) {
                for (int seed : file.seeds()) {
                    for (double training : trainingRates(strategy, backbone)) {
                        for (boolean augment : augmentations(strategy)) {
                            addFineTunings(choices, strategy, backbone, seed, training, augment);
                        }
                    }
                }
            }
        }
        return choices;
    }

    private void addFineTunings(
            List<RowChoice> choices,
            Strategy strategy,
            BackboneSpec backbone,
            int seed,
            double training,
            boolean augment) {
        if (strategy == Strategy.SUPERVISED) {
            choices.add(new RowChoice(strategy, backbone, seed, 0, training, augment, 0, 0));
            return;
        }
        for (int shots : file.shots()) {
            for (double rate : file.fineTune().learningRates()) {
                for (int steps : file.fineTune().steps()) {
                    choices.add(new RowChoice(strategy, backbone, seed, shots, training, augment, rate, steps));
                }
            }
        }
    }

    private List<Double> trainingRates(Strategy strategy, BackboneSpec backbone) {
        List<Double> rates =
                switch (strategy) {
                    case MM_PT -> file.multiTask().learningRates();
                    case MM_MAML -> file.maml().learningRates();
                    case SUPERVISED -> file.supervised().learningRates();
                    case RANDOM_INIT, IMAGENET -> List.of(0.0);
                };
        return rates.isEmpty()
                ? List.of(backbone.name().equals("resnet50") ? DEFAULT_RATE_RESNET50 : DEFAULT_RATE)
                : rates;
    }

    private List<Boolean> augmentations(Strategy strategy) {
        return switch (strategy) {
            case MM_PT -> file.multiTask().augment();
            case SUPERVISED -> file.supervised().augment();
            case MM_MAML -> List.of(file.maml().augment());
            case RANDOM_INIT, IMAGENET -> List.of(false);
        };
    }

    private Experiment experiment(Row row, RowChoice choice, TaskRef target) {
        if (choice.strategy() == Strategy.SUPERVISED) {
            int index = graph.add(
                    supervised(choice, target),
                    "supervised " + choice.backbone().name() + " on " + target);
            return new Experiment(row, target, List.of(index), List.of(index));
        }
        var needs = new ArrayList<Integer>();
        StartingPoint start = start(choice, target, needs);
        var shards = new ArrayList<Integer>();
        for (int from = 0; from < file.episodes(); from += file.fineTune().episodesPerTrial()) {
            int to = Math.min(file.episodes(), from + file.fineTune().episodesPerTrial());
            shards.add(graph.add(
                    adapt(choice, start, target, from, to),
                    "adapt " + choice.strategy().word() + " "
                            + choice.backbone().name() + " to " + target + ", episodes " + from + "-" + (to - 1)));
        }
        needs.addAll(shards);
        return new Experiment(row, target, shards, needs);
    }

    private StartingPoint start(RowChoice choice, TaskRef target, List<Integer> needs) {
        return switch (choice.strategy()) {
            case RANDOM_INIT -> new StartingPoint.Random(choice.seed());
            case IMAGENET -> imagenet(choice.backbone().name());
            case MM_PT, MM_MAML -> {
                List<TaskRef> sources = sources(target.dataset());
                int index = graph.add(pretrain(choice, sources), pretrainLabel(choice, target.dataset()));
                needs.add(index);
                yield new StartingPoint.Checkpoint(graph.id(index), CheckpointKind.BEST_AUROC);
            }
            case SUPERVISED -> throw new IllegalStateException("supervised has no few-shot start");
        };
    }

    private String pretrainLabel(RowChoice choice, String target) {
        List<String> seen = sourceDatasets(target);
        var without = new ArrayList<>(file.datasets());
        without.removeAll(seen);
        return choice.strategy().word() + " " + choice.backbone().name() + " on " + seen.size() + " datasets, without "
                + String.join(", ", without);
    }

    private List<String> sourceDatasets(String target) {
        return catalogue.sourceSet(target).stream()
                .filter(file.datasets()::contains)
                .toList();
    }

    private List<TaskRef> sources(String target) {
        var sources = new ArrayList<TaskRef>();
        for (String id : sourceDatasets(target)) {
            DatasetInfo dataset = catalogue.dataset(id).orElseThrow();
            var tasks = file.primarySourcesOnly() ? List.of(dataset.primaryTask()) : dataset.tasks();
            tasks.forEach(task -> sources.add(task.ref()));
        }
        if (sources.isEmpty()) {
            throw HoldoutException.user(
                    "NO_SOURCE_TASKS",
                    "nothing is left to pre-train on when " + target
                            + " is held out: every other dataset overlaps with it. Add unrelated datasets, or leave out "
                            + "the strategies mm-pt and mm-maml");
        }
        return sources;
    }

    private TrialSpec pretrain(RowChoice choice, List<TaskRef> sources) {
        var used = new TreeMap<String, String>();
        sources.forEach(task -> used.put(task.dataset(), fingerprint(task.dataset())));
        boolean maml = choice.strategy() == Strategy.MM_MAML;
        SweepFile.Start start = maml ? file.maml().start() : file.multiTask().start();
        return new PretrainSpec(
                choice.backbone(),
                trainingStart(start, choice),
                sources,
                maml ? mamlSettings(choice) : multiTaskSettings(choice),
                used,
                choice.seed(),
                maml ? Recipe.PRETRAIN_MAML : Recipe.PRETRAIN_MULTI_TASK);
    }

    private PretrainSettings multiTaskSettings(RowChoice choice) {
        SweepFile.MultiTask m = file.multiTask();
        return new PretrainSettings.MultiTask(
                choice.training(),
                m.batchSize(),
                m.epochs(),
                m.stepsPerEpoch(),
                m.patience(),
                choice.augment(),
                m.lossScaling(),
                m.classWeights(),
                m.validationImages());
    }

    private PretrainSettings mamlSettings(RowChoice choice) {
        SweepFile.Maml m = file.maml();
        return new PretrainSettings.Maml(
                choice.training(),
                m.innerLearningRate(),
                m.innerSteps(),
                m.secondOrder(),
                m.epochs(),
                m.episodesPerTask(),
                m.patience(),
                m.minShots(),
                m.maxShots(),
                m.queries(),
                m.minSamplesPerClass(),
                m.validationEpisodes(),
                m.validationInnerSteps(),
                choice.augment());
    }

    private TrialSpec adapt(RowChoice choice, StartingPoint start, TaskRef target, int from, int to) {
        return new AdaptSpec(
                choice.backbone(),
                start,
                target,
                fingerprint(target.dataset()),
                new EpisodeSettings(choice.shots(), file.queries(), file.minSamplesPerClass(), choice.seed()),
                from,
                to,
                choice.fineTuneRate(),
                file.fineTune().steps(),
                choice.seed(),
                Recipe.ADAPT);
    }

    private TrialSpec supervised(RowChoice choice, TaskRef target) {
        SweepFile.Supervised s = file.supervised();
        return new SupervisedSpec(
                choice.backbone(),
                trainingStart(s.start(), choice),
                target,
                fingerprint(target.dataset()),
                choice.training(),
                s.batchSize(),
                s.epochs(),
                s.stepsPerEpoch(),
                s.patience(),
                choice.augment(),
                s.classWeights(),
                choice.seed(),
                Recipe.SUPERVISED);
    }

    private StartingPoint trainingStart(SweepFile.Start start, RowChoice choice) {
        String backbone = choice.backbone().name();
        boolean imagenet =
                start == SweepFile.Start.IMAGENET || (start == SweepFile.Start.DEFAULT && Weights.existFor(backbone));
        return imagenet ? imagenet(backbone) : new StartingPoint.Random(choice.seed());
    }

    private StartingPoint imagenet(String backbone) {
        String hash = weights.get(backbone);
        if (hash == null && !(preview && Weights.existFor(backbone))) {
            throw HoldoutException.user("WEIGHTS_MISSING", Weights.advice(backbone));
        }
        return new StartingPoint.WeightsFile(hash == null ? "unknown" : hash);
    }

    private String fingerprint(String dataset) {
        String found = fingerprints.get(dataset);
        if (found == null && !preview) {
            throw HoldoutException.user("DATA_MISSING", "there is no data of dataset '" + dataset + "'");
        }
        return found == null ? "unknown" : found;
    }
}
