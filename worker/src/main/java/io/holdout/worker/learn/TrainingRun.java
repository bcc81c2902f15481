package io.holdout.worker.learn;

import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The course of a training: its curve, its best epochs with their weights, and when to stop. */
final class TrainingRun {
    private final int patience;
    private final List<EpochPoint> epochs = new ArrayList<>();
    private int bestAurocEpoch;
    private int bestLossEpoch;
    private @Nullable Tensors bestAuroc;
    private @Nullable Tensors bestLoss;
    private @Nullable Tensors last;
    private Checkpoints.@Nullable Checkpoint end;

    TrainingRun(int patience) {
        this.patience = patience;
    }

    /** Notes an epoch, 1-based by order, and the weights after it. An AUROC of NaN never counts as better. */
    void epoch(double trainLoss, double validationLoss, double validationAuroc, Tensors weights) {
        add(new EpochPoint(epochs.size() + 1, trainLoss, validationLoss, validationAuroc));
        last = weights;
        if (bestAurocEpoch == epochs.size()) {
            bestAuroc = weights;
        }
        if (bestLossEpoch == epochs.size()) {
            bestLoss = weights;
        }
    }

    /** Takes on the curve of an interrupted run; {@link #keep} must follow. */
    void resume(List<EpochPoint> curve) {
        curve.forEach(this::add);
    }

    /** Takes on the weights of an interrupted run. */
    void keep(Tensors ofBestAuroc, Tensors ofBestLoss, Tensors ofLastEpoch) {
        bestAuroc = ofBestAuroc;
        bestLoss = ofBestLoss;
        last = ofLastEpoch;
    }

    private void add(EpochPoint point) {
        epochs.add(point);
        if (bestAurocEpoch == 0 || point.validationAuroc() > auroc(bestAurocEpoch)) {
            bestAurocEpoch = epochs.size();
        }
        if (bestLossEpoch == 0
                || point.validationLoss() < epochs.get(bestLossEpoch - 1).validationLoss()) {
            bestLossEpoch = epochs.size();
        }
    }

    private double auroc(int epoch) {
        double value = epochs.get(epoch - 1).validationAuroc();
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    boolean isOver(int maxEpochs) {
        return epochs.size() >= maxEpochs || epochs.size() - bestAurocEpoch >= patience;
    }

    int count() {
        return epochs.size();
    }

    List<EpochPoint> curve() {
        return List.copyOf(epochs);
    }

    int bestEpoch() {
        return bestAurocEpoch;
    }

    int bestLossEpoch() {
        return bestLossEpoch;
    }

    Tensors bestAuroc() {
        return some(bestAuroc);
    }

    Tensors bestLoss() {
        return some(bestLoss);
    }

    Tensors last() {
        return some(last);
    }

    /** It stops at a mark, and another trial may go on from here. */
    void pauseAt(Checkpoints.Checkpoint where) {
        end = where;
    }

    /** Where it stopped at a mark; empty if it came to its end. */
    Optional<Checkpoints.Checkpoint> pausedAt() {
        return Optional.ofNullable(end);
    }

    private static Tensors some(@Nullable Tensors tensors) {
        if (tensors == null) {
            throw new IllegalStateException("no epoch was run");
        }
        return tensors;
    }
}
