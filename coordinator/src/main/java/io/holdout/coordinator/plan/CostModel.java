package io.holdout.coordinator.plan;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Rung;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Estimates the work of a trial in GFLOP from its shape alone; good to a factor of two, which ordering needs. */
final class CostModel {
    /** Backward is about twice forward. */
    private static final double TRAIN = 3;
    /** Measured: a second-order step takes 2.4 times a first-order one. */
    private static final double SECOND_ORDER = 2.4;
    /** Early stopping ends most trainings well before their last epoch. */
    private static final double USUAL_EPOCHS = 30;

    private final Catalogue catalogue;

    CostModel(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    double of(TrialSpec spec) {
        double image = gigaflopsAnImage(spec.backbone());
        if (spec instanceof AdaptSpec adapt) {
            return image * adapt.episodeCount() * classes(adapt.target()) * passes(adapt.method(), adapt.episodes());
        }
        if (spec instanceof ValidateSpec validate) {
            double classes =
                    validate.sourceTasks().stream().mapToDouble(this::classes).sum();
            return image * validate.episodesPerTask() * classes * passes(validate.method(), validate.episodes());
        }
        if (spec instanceof SupervisedSpec supervised) {
            double samples = samples(supervised.target());
            double epoch = supervised.stepsPerEpoch() > 0
                    ? (double) supervised.stepsPerEpoch() * supervised.batchSize()
                    : samples;
            return image * epochs(supervised.maxEpochs(), supervised.rung()) * (TRAIN * epoch + 0.2 * samples);
        }
        return pretrain((PretrainSpec) spec, image);
    }

    /** Forward passes of an image, a class and episode; only fine-tuning passes the network again and again. */
    private static double passes(AdaptMethod method, EpisodeSettings episodes) {
        int shots = episodes.shots();
        int queries = episodes.queries();
        return method instanceof AdaptMethod.FineTune
                ? shots * TRAIN * method.lastStep()
                        + (double) queries * method.steps().size()
                : shots + queries;
    }

    /** A piece that goes on from another is thought to double it at least; its mark alone says how far it goes. */
    private static double epochs(int most, @Nullable Rung rung) {
        if (rung == null) {
            return Math.min(USUAL_EPOCHS, most);
        }
        return rung.from() == null ? rung.epochs() : rung.epochs() / 2.0;
    }

    private double pretrain(PretrainSpec spec, double image) {
        double epochs = epochs(spec.settings().maxEpochs(), spec.rung());
        int tasks = spec.sourceTasks().size();
        if (spec.settings() instanceof PretrainSettings.MultiTask multi) {
            double all = samples(spec.sourceTasks());
            double epoch = multi.stepsPerEpoch() > 0 ? (double) multi.stepsPerEpoch() * multi.batchSize() : all;
            double validation = multi.validationImages() > 0 ? (double) multi.validationImages() * tasks : 0.2 * all;
            return image * epochs * (TRAIN * epoch + validation);
        }
        var maml = (PretrainSettings.Maml) spec.settings();
        double classes = 3;
        double support = classes * (maml.minShots() + maml.maxShots()) / 2.0;
        double query = classes * maml.queries();
        double order = maml.secondOrder() ? SECOND_ORDER : 1;
        double outer = TRAIN * order * (maml.innerSteps() * support + query);
        double validation = TRAIN * maml.validationInnerSteps() * support + query;
        return image * epochs * tasks * (maml.episodesPerTask() * outer + maml.validationEpisodes() * validation);
    }

    private double classes(TaskRef target) {
        return catalogue
                .task(target)
                .map(task -> task.target() == TaskTarget.MULTILABEL_CLASSIFICATION
                        ? Math.min(8, task.labels().size()) * 1.2
                        : (double) task.labels().size())
                .orElse(2.0);
    }

    private double samples(List<TaskRef> tasks) {
        return tasks.stream().mapToDouble(this::samples).sum();
    }

    private double samples(TaskRef task) {
        return catalogue
                .dataset(task.dataset())
                .map(DatasetInfo::splits)
                .map(splits -> splits.train())
                .orElse(0);
    }

    private static double gigaflopsAnImage(BackboneSpec backbone) {
        double area = (double) backbone.imageSize() * backbone.imageSize() / (224.0 * 224.0);
        return switch (backbone.name()) {
            case "resnet18" -> 3.6 * area;
            case "resnet50" -> 8.2 * area;
            default -> {
                double pixels = (double) backbone.imageSize() * backbone.imageSize();
                double width = backbone.width();
                yield 2e-9 * 9 * pixels * (3 * width + width * width * (1 / 4.0 + 1 / 16.0 + 1 / 64.0));
            }
        };
    }
}
