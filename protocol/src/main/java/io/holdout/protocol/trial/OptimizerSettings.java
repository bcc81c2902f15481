package io.holdout.protocol.trial;

/**
 * How an optimizer moves weights along their gradients, as PyTorch's optimizers of the same names do.
 *
 * @param kind which rule
 * @param learningRate at the first step
 * @param weightDecay decoupled for {@code ADAMW}, added to the gradient for the others; 0 is off
 * @param momentum of {@code SGD}; the others do not look at it, and it is 0 there
 * @param schedule how the learning rate goes on
 * @param clipNorm gradients of a larger norm, over all arrays of a step, are scaled down to it; 0 is off
 */
public record OptimizerSettings(
        Kind kind, double learningRate, double weightDecay, double momentum, Schedule schedule, double clipNorm) {
    /** The rules. */
    public enum Kind {
        /** Kingma and Ba 2015; betas 0.9 and 0.999, epsilon 1e-8. */
        ADAM,
        /** Loshchilov and Hutter 2019. */
        ADAMW,
        /** Stochastic gradient descent with momentum. */
        SGD
    }

    /** How the learning rate goes on. */
    public enum Schedule {
        CONSTANT,
        /** Half a cosine from the learning rate down to 0 over the most steps that the training may take. */
        COSINE
    }

    public OptimizerSettings {
        momentum = kind == Kind.SGD ? momentum : 0;
    }

    /** Adam at a constant rate, as the MedIMeta benchmark trains throughout. */
    public static OptimizerSettings adam(double learningRate) {
        return new OptimizerSettings(Kind.ADAM, learningRate, 0, 0, Schedule.CONSTANT, 0);
    }

    /**
     * The learning rate of one step.
     *
     * @param step from 0
     * @param steps the most steps that the training may take
     */
    public double rate(long step, long steps) {
        return switch (schedule) {
            case CONSTANT -> learningRate;
            case COSINE -> learningRate * (1 + StrictMath.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
        };
    }
}
