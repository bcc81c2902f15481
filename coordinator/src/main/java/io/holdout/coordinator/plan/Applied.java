package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Adaptation;
import io.holdout.coordinator.spec.OptimizerChoice;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.OptimizerSettings.Kind;
import io.holdout.protocol.trial.OptimizerSettings.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * A sweep file and a row's choice with the values of a candidate put in.
 *
 * @param file in which steps are those of the choice alone
 */
record Applied(SweepFile file, RowChoice choice) {
    /** PyTorch's usual momentum, where a search chose sgd and nobody said which. */
    private static final double USUAL_MOMENTUM = 0.9;
    /** Torch's default of AdamW. */
    private static final double DECOUPLED_DECAY = 0.01;

    /** Text of one section's values by key. */
    private record Values(SortedMap<String, String> all, String section) {
        String text(String key, Object fallback) {
            return all.getOrDefault(section + key, String.valueOf(fallback));
        }

        double number(String key, double fallback) {
            return Double.parseDouble(text(key, fallback));
        }

        int whole(String key, int fallback) {
            return Integer.parseInt(text(key, fallback).replace("_", ""));
        }

        boolean flag(String key, boolean fallback) {
            return Boolean.parseBoolean(text(key, fallback));
        }

        OptimizerChoice optimizer(OptimizerChoice base) {
            Kind kind = Kind.valueOf(upper(text("optimizer", base.kind())));
            boolean decays = kind == Kind.ADAMW && base.kind() != Kind.ADAMW && base.weightDecay() == 0;
            double momentum = base.kind() == Kind.SGD ? base.momentum() : USUAL_MOMENTUM;
            return new OptimizerChoice(
                    kind,
                    number("weight_decay", decays ? DECOUPLED_DECAY : base.weightDecay()),
                    kind == Kind.SGD ? number("momentum", momentum) : 0,
                    Schedule.valueOf(upper(text("schedule", base.schedule()))),
                    number("clip_norm", base.clipNorm()));
        }
    }

    static Applied of(SweepFile file, RowChoice choice, SortedMap<String, String> values) {
        var own = new Values(values, "");
        SweepFile applied = file.with(
                new SweepFile.FineTune(
                        file.fineTune().learningRates(),
                        List.of(adapt(choice, values).steps()),
                        new Values(values, "fine_tune.")
                                .optimizer(file.fineTune().optimizer()),
                        file.fineTune().episodesPerTrial(),
                        file.fineTune().gflopPerTrial()),
                new SweepFile.LinearProbe(
                        file.linearProbe().learningRates(),
                        List.of(adapt(choice, values).steps()),
                        new Values(values, "linear_probe.")
                                .optimizer(file.linearProbe().optimizer())),
                multiTask(file.multiTask(), own),
                maml(file.maml(), own),
                supervised(file.supervised(), own));
        return new Applied(
                applied,
                new RowChoice(
                        choice.strategy(),
                        choice.backbone(),
                        choice.seed(),
                        choice.sources(),
                        own.number("learning_rate", choice.training()),
                        own.flag("augment", choice.augment()),
                        choice.shots(),
                        adapt(choice, values)));
    }

    private static AdaptChoice adapt(RowChoice choice, SortedMap<String, String> values) {
        AdaptChoice base = choice.adapt();
        if (base.method().isEmpty()) {
            return base;
        }
        Adaptation method = base.method().orElseThrow();
        var own = new Values(values, AdaptChoice.section(method) + ".");
        return method == Adaptation.NEAREST_CENTROID
                ? new AdaptChoice(base.method(), 0, 0, Distance.valueOf(upper(own.text("distance", base.distance()))))
                : new AdaptChoice(
                        base.method(),
                        own.number("learning_rate", base.learningRate()),
                        own.whole("steps", base.steps()),
                        base.distance());
    }

    private static SweepFile.MultiTask multiTask(SweepFile.MultiTask m, Values own) {
        return new SweepFile.MultiTask(
                m.learningRates(),
                own.optimizer(m.optimizer()),
                m.augment(),
                own.whole("batch_size", m.batchSize()),
                m.epochs(),
                m.stepsPerEpoch(),
                m.patience(),
                own.flag("loss_scaling", m.lossScaling()),
                own.flag("class_weights", m.classWeights()),
                m.validationImages(),
                m.start());
    }

    private static SweepFile.Maml maml(SweepFile.Maml m, Values own) {
        return new SweepFile.Maml(
                m.learningRates(),
                own.optimizer(m.optimizer()),
                own.number("inner_learning_rate", m.innerLearningRate()),
                own.whole("inner_steps", m.innerSteps()),
                own.flag("second_order", m.secondOrder()),
                m.epochs(),
                m.episodesPerTask(),
                m.patience(),
                m.minShots(),
                m.maxShots(),
                m.queries(),
                m.minSamplesPerClass(),
                m.validationEpisodes(),
                m.validationInnerSteps(),
                m.augment(),
                m.start());
    }

    private static SweepFile.Supervised supervised(SweepFile.Supervised s, Values own) {
        return new SweepFile.Supervised(
                s.learningRates(),
                own.optimizer(s.optimizer()),
                s.augment(),
                own.whole("batch_size", s.batchSize()),
                s.epochs(),
                s.stepsPerEpoch(),
                s.patience(),
                own.flag("class_weights", s.classWeights()),
                s.start());
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
