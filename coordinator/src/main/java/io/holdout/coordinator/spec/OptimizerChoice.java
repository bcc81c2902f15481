package io.holdout.coordinator.spec;

import io.holdout.protocol.trial.OptimizerSettings;

/** An optimizer but for its learning rate, which is a grid of its own. */
public record OptimizerChoice(
        OptimizerSettings.Kind kind,
        double weightDecay,
        double momentum,
        OptimizerSettings.Schedule schedule,
        double clipNorm) {
    public OptimizerSettings at(double learningRate) {
        return new OptimizerSettings(kind, learningRate, weightDecay, momentum, schedule, clipNorm);
    }
}
