package io.holdout.worker.run;

import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import io.holdout.protocol.trial.TrialResult.TaskPoint;
import io.holdout.protocol.trial.TrialSpec;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The one number of a result that its report carries, an AUROC in [0,1]; NaN if it is undefined. Searches choose by it, so
 * for whatever a search tries it is of validation data: never of a target's query sets, never of a test split.
 */
final class Headline {
    private Headline() {}

    static double of(TrialSpec spec, TrialResult result) {
        if (result instanceof TrialResult.Adapted adapted) {
            return mean(adapted.episodes().stream().mapToDouble(EpisodePoint::auroc));
        }
        if (result instanceof TrialResult.Validated validated) {
            return mean(validated.tasks().stream().mapToDouble(TaskPoint::auroc));
        }
        if (result instanceof TrialResult.Supervised supervised) {
            boolean isPiece = spec instanceof SupervisedSpec training && training.rung() != null;
            return isPiece ? best(supervised.epochs().stream()) : supervised.testAuroc();
        }
        return best(((TrialResult.Pretrained) result).epochs().stream());
    }

    private static double mean(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    private static double best(Stream<EpochPoint> epochs) {
        return epochs.mapToDouble(EpochPoint::validationAuroc)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }
}
