package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.SplittableRandom;

/** A linear layer on the features, as two more parameters. */
record Head(String name) {
    private static final String PREFIX = "head";

    /** The head of number {@code n}; networks with one head use 0. */
    static Head number(int n) {
        return new Head(PREFIX + n);
    }

    static boolean isHead(String parameter) {
        return parameter.startsWith(PREFIX);
    }

    private String weight() {
        return name + ".weight";
    }

    private String bias() {
        return name + ".bias";
    }

    /** Adds a head of zeros. */
    void addZeros(Parameters parameters, NDManager manager, int features, int outputs) {
        add(parameters, manager, new float[outputs * features], new float[outputs], features);
    }

    /** Adds a head as the framework starts a linear layer: weight and bias uniform within 1/sqrt(features). */
    void addUniform(Parameters parameters, NDManager manager, int features, int outputs, long seed) {
        var random = new SplittableRandom(seed);
        double bound = 1 / StrictMath.sqrt(features);
        float[] weight = Initialiser.uniform(outputs * features, bound, random);
        add(parameters, manager, weight, Initialiser.uniform(outputs, bound, random), features);
    }

    private void add(Parameters parameters, NDManager manager, float[] weight, float[] bias, int features) {
        NDArray w = Torch.array(manager, weight, bias.length, features).toType(parameters.precision(), false);
        NDArray b = Torch.array(manager, bias, bias.length).toType(parameters.precision(), false);
        w.setRequiresGradient(true);
        b.setRequiresGradient(true);
        parameters.put(weight(), w);
        parameters.put(bias(), b);
    }

    List<String> names() {
        return List.of(weight(), bias());
    }

    List<NDArray> trained(Parameters parameters) {
        return List.of(parameters.get(weight()), parameters.get(bias()));
    }

    /** Logits of feature vectors, N x outputs; keeps the features. */
    NDArray forward(Parameters parameters, NDArray features) {
        return Torch.linear(features, parameters.get(weight()), parameters.get(bias()));
    }
}
