package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.SearchChoice;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes down trials. Every seed in them is the sweep's own: who draws derives from it by purpose, so strategies share
 * their episodes and heads, and whatever starts from random weights starts from the same.
 */
final class TrialSpecs {
    private static final String UNKNOWN = "unknown";

    private final SweepFile file;
    private final SortedMap<String, String> fingerprints;
    private final SortedMap<String, String> weights;
    private final boolean preview;
    private final Recipes recipes;

    /** @param preview whether missing data and weights are no reason to stop */
    TrialSpecs(
            SweepFile file,
            SortedMap<String, String> fingerprints,
            SortedMap<String, String> weights,
            boolean preview,
            Recipes recipes) {
        this.file = file;
        this.fingerprints = fingerprints;
        this.weights = weights;
        this.preview = preview;
        this.recipes = recipes;
    }

    /** The same data and weights, other settings. */
    TrialSpecs of(SweepFile other) {
        return new TrialSpecs(other, fingerprints, weights, preview, recipes);
    }

    /** Few-shot episodes of source tasks' validation splits, as the row has them of its target. */
    ValidateSpec validate(RowChoice choice, StartingPoint start, List<TaskRef> sources, SearchChoice search) {
        // validation splits are small: what an episode needs at least is enough
        var episodes = new EpisodeSettings(
                choice.shots(),
                search.validationQueries(),
                choice.shots() + 1,
                Seeds.derive(choice.seed(), "source validation"));
        return new ValidateSpec(
                choice.backbone(),
                start,
                sources,
                fingerprints(sources),
                episodes,
                search.validationEpisodes(),
                choice.adapt().in(file),
                choice.seed(),
                recipes.validate());
    }

    private SortedMap<String, String> fingerprints(List<TaskRef> sources) {
        var used = new TreeMap<String, String>();
        sources.forEach(task -> used.computeIfAbsent(task.dataset(), this::fingerprint));
        return used;
    }

    PretrainSpec pretrain(RowChoice choice, List<TaskRef> sources) {
        boolean maml = choice.strategy() == Strategy.MM_MAML;
        return new PretrainSpec(
                choice.backbone(),
                trainingStart(maml ? file.maml().start() : file.multiTask().start(), choice),
                sources,
                maml ? mamlSettings(choice) : multiTaskSettings(choice),
                fingerprints(sources),
                choice.seed(),
                maml ? recipes.maml() : recipes.multiTask());
    }

    private PretrainSettings multiTaskSettings(RowChoice choice) {
        SweepFile.MultiTask m = file.multiTask();
        return new PretrainSettings.MultiTask(
                m.optimizer().at(choice.training()),
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
                m.optimizer().at(choice.training()),
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

    /** Of the first episode. */
    AdaptSpec adapt(RowChoice choice, StartingPoint start, TaskRef target) {
        return new AdaptSpec(
                choice.backbone(),
                start,
                target,
                fingerprint(target.dataset()),
                new EpisodeSettings(choice.shots(), file.queries(), file.minSamplesPerClass(), choice.seed()),
                0,
                1,
                choice.adapt().in(file),
                choice.seed(),
                recipes.adapt());
    }

    SupervisedSpec supervised(RowChoice choice, TaskRef target) {
        SweepFile.Supervised s = file.supervised();
        return new SupervisedSpec(
                choice.backbone(),
                trainingStart(s.start(), choice),
                target,
                fingerprint(target.dataset()),
                s.optimizer().at(choice.training()),
                s.batchSize(),
                s.epochs(),
                s.stepsPerEpoch(),
                s.patience(),
                choice.augment(),
                s.classWeights(),
                choice.seed(),
                recipes.supervised());
    }

    StartingPoint random(RowChoice choice) {
        return new StartingPoint.Random(choice.seed());
    }

    /** @throws HoldoutException WEIGHTS_MISSING */
    StartingPoint imagenet(RowChoice choice) {
        String backbone = choice.backbone().name();
        String hash = weights.get(backbone);
        if (hash == null && !(preview && Weights.existFor(backbone))) {
            throw HoldoutException.user("WEIGHTS_MISSING", Weights.advice(backbone));
        }
        return new StartingPoint.WeightsFile(hash == null ? UNKNOWN : hash);
    }

    private StartingPoint trainingStart(SweepFile.Start start, RowChoice choice) {
        boolean imagenet =
                switch (start) {
                    case IMAGENET -> true;
                    case RANDOM -> false;
                    case DEFAULT -> Weights.existFor(choice.backbone().name());
                };
        return imagenet ? imagenet(choice) : random(choice);
    }

    private String fingerprint(String dataset) {
        String found = fingerprints.get(dataset);
        if (found == null && !preview) {
            throw HoldoutException.user("DATA_MISSING", "there is no data of dataset '" + dataset + "'");
        }
        return found == null ? UNKNOWN : found;
    }
}
