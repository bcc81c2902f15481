package io.holdout.worker.learn;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Recipe;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trials over {@link PaintedDatasets}, small enough to run in a second or two. */
final class Trials {
    static final BackboneSpec CONV4 = new BackboneSpec("conv4", 8, PaintedDatasets.SIDE);
    static final StartingPoint RANDOM = new StartingPoint.Random(5);

    /** Progress of nobody: never stops. */
    static final Progress QUIET = new Progress() {
        @Override
        public void at(long done, long total, String note) {}

        @Override
        public boolean shouldStop() {
            return false;
        }
    };

    static final AdaptMethod LINEAR_PROBE = new AdaptMethod.LinearProbe(OptimizerSettings.adam(1e-2), List.of(10, 40));
    static final AdaptMethod NEAREST_CENTROID = new AdaptMethod.NearestCentroid(AdaptMethod.Distance.EUCLIDEAN);

    private Trials() {}

    static TorchLearner learner() {
        return learner(new MemoryArtifacts());
    }

    static TorchLearner learner(MemoryArtifacts artifacts) {
        TestEngine.start();
        return new TorchLearner(new PaintedDatasets(), artifacts, 2);
    }

    static TrialResult run(TrialSpec trial) {
        return learner().run(trial, Map.of(), QUIET, Checkpoints.NONE);
    }

    static AdaptSpec adapt(TaskRef target, int from, int to) {
        return adapt(RANDOM, target, from, to, 1e-2, List.of(5, 30));
    }

    static AdaptSpec adapt(
            StartingPoint start, TaskRef target, int from, int to, double learningRate, List<Integer> steps) {
        return new AdaptSpec(
                CONV4,
                start,
                target,
                "fingerprint of " + target.dataset(),
                new EpisodeSettings(5, 10, 20, 7),
                from,
                to,
                new AdaptMethod.FineTune(OptimizerSettings.adam(learningRate), steps),
                3,
                Recipe.ADAPT);
    }

    static AdaptSpec adapt(TaskRef target, int from, int to, AdaptMethod method) {
        AdaptSpec spec = adapt(target, from, to);
        return new AdaptSpec(
                spec.backbone(),
                spec.start(),
                spec.target(),
                spec.dataFingerprint(),
                spec.episodes(),
                from,
                to,
                method,
                spec.seed(),
                spec.recipe());
    }

    static PretrainSettings.MultiTask multiTask(int epochs) {
        return new PretrainSettings.MultiTask(OptimizerSettings.adam(1e-2), 32, epochs, 0, 10, true, true, true, 0);
    }

    static PretrainSettings.Maml maml(int epochs, boolean secondOrder) {
        return new PretrainSettings.Maml(
                OptimizerSettings.adam(1e-2), 0.1, 2, secondOrder, epochs, 8, 5, 1, 5, 5, 12, 4, 4, false);
    }

    static PretrainSpec pretrain(PretrainSettings settings, TaskRef... tasks) {
        var fingerprints = new TreeMap<String, String>();
        for (TaskRef task : tasks) {
            fingerprints.put(task.dataset(), "fingerprint of " + task.dataset());
        }
        return new PretrainSpec(CONV4, RANDOM, List.of(tasks), settings, fingerprints, 11, Recipe.PRETRAIN_MULTI_TASK);
    }

    static ValidateSpec validate(AdaptMethod method, int episodes, TaskRef... tasks) {
        PretrainSpec sources = pretrain(multiTask(1), tasks);
        return new ValidateSpec(
                CONV4,
                RANDOM,
                sources.sourceTasks(),
                sources.dataFingerprints(),
                new EpisodeSettings(3, 5, 8, 7),
                episodes,
                method,
                3,
                Recipe.VALIDATE);
    }

    static SupervisedSpec supervised(TaskRef target, int epochs) {
        return new SupervisedSpec(
                CONV4,
                RANDOM,
                target,
                "fingerprint of " + target.dataset(),
                OptimizerSettings.adam(1e-2),
                32,
                epochs,
                0,
                10,
                true,
                true,
                13,
                Recipe.SUPERVISED);
    }
}
