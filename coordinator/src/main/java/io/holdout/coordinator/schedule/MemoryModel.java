package io.holdout.coordinator.schedule;

import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.protocol.trial.ValidateSpec;

/**
 * Estimates the device memory of an attempt from its shape alone: what backward keeps of each image, and a base. Good to a
 * factor of two; an attempt that runs out of memory teaches the rest.
 */
final class MemoryModel {
    /** The engine's context and libraries. */
    private static final int BASE_MIB = 800;
    /** Weights, gradients and the optimizer's two moments of the largest backbone. */
    private static final int WEIGHTS_MIB = 400;
    /** The graph of gradients is kept beside that of activations. */
    private static final double SECOND_ORDER = 2;

    private static final int CLASSES = 3;

    private MemoryModel() {}

    static int mebibytes(TrialSpec spec) {
        return (int) (BASE_MIB + WEIGHTS_MIB + imageMib(spec.backbone()) * imagesKept(spec));
    }

    private static double imagesKept(TrialSpec spec) {
        if (spec instanceof SupervisedSpec supervised) {
            return supervised.batchSize();
        }
        if (spec instanceof AdaptSpec adapt) {
            return episode(adapt.method(), adapt.episodes());
        }
        if (spec instanceof ValidateSpec validate) {
            return episode(validate.method(), validate.episodes());
        }
        if (((PretrainSpec) spec).settings() instanceof PretrainSettings.Maml maml) {
            double support = CLASSES * (maml.minShots() + maml.maxShots()) / 2.0;
            double graphs = maml.secondOrder() ? SECOND_ORDER * maml.innerSteps() : 1;
            return graphs * support + CLASSES * maml.queries();
        }
        return ((PretrainSettings.MultiTask) ((PretrainSpec) spec).settings()).batchSize();
    }

    private static double episode(AdaptMethod method, EpisodeSettings episodes) {
        int shots = CLASSES * episodes.shots();
        return method instanceof AdaptMethod.FineTune ? shots : shots * 0.1;
    }

    /**
     * What backward keeps of an image, in 32 bits. Of the residual networks at 224 pixels an assumption that no measurement
     * of ours backs; of others by arithmetic.
     */
    private static double imageMib(BackboneSpec backbone) {
        double pixels = (double) backbone.imageSize() * backbone.imageSize();
        double area = pixels / (224.0 * 224.0);
        return switch (backbone.name()) {
            case "resnet18" -> 25 * area;
            case "resnet50" -> 90 * area;
            // convolution, norm and activation in 4 bytes, on four grids of which each has a quarter of the last
            default -> 3 * 4 * pixels * Math.max(1, backbone.width()) * 4 / 3 / (1 << 20);
        };
    }
}
