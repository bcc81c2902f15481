package io.holdout.worker.learn;

import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The course of a training: its curve, its best epochs with their weights, and when to stop. */
final class TrainingRun {
    private final int patience;
    private final List<EpochPoint> epochs = new ArrayList<>();
    private double bestAuroc = Double.NEGATIVE_INFINITY;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int bestEpoch;
    private @Nullable Tensors bestAurocWeights;
    private @Nullable Tensors bestLossWeights;
    private @Nullable Tensors lastWeights;

    TrainingRun(int patience) {
        this.patience = patience;
    }

    /** Notes an epoch, 1-based by order, and the weights after it. An AUROC of NaN never counts as better. */
    void epoch(double trainLoss, double validationLoss, double validationAuroc, Tensors weights) {
        epochs.add(new EpochPoint(epochs.size() + 1, trainLoss, validationLoss, validationAuroc));
        lastWeights = weights;
        if (bestAurocWeights == null || validationAuroc > bestAuroc) {
            bestAuroc = Double.isNaN(validationAuroc) ? Double.NEGATIVE_INFINITY : validationAuroc;
            bestEpoch = epochs.size();
            bestAurocWeights = weights;
        }
        if (bestLossWeights == null || validationLoss < bestLoss) {
            bestLoss = validationLoss;
            bestLossWeights = weights;
        }
    }

    boolean isOver(int maxEpochs) {
        return epochs.size() >= maxEpochs || epochs.size() - bestEpoch >= patience;
    }

    int count() {
        return epochs.size();
    }

    List<EpochPoint> curve() {
        return epochs;
    }

    int bestEpoch() {
        return bestEpoch;
    }

    Tensors bestAuroc() {
        return some(bestAurocWeights);
    }

    Tensors bestLoss() {
        return some(bestLossWeights);
    }

    Tensors last() {
        return some(lastWeights);
    }

    private static Tensors some(@Nullable Tensors tensors) {
        if (tensors == null) {
            throw new IllegalStateException("no epoch was run");
        }
        return tensors;
    }
}
