package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A loss, and its gradients by name. */
record Learned(NDArray loss, Map<String, NDArray> gradients) {
    /** @param scale of the gradients */
    static Learned of(NDManager manager, Parameters parameters, Supplier<NDArray> loss, double scale) {
        return of(parameters, Gradients.recording(() -> {
            NDArray value = loss.get();
            NDArray scaled = scale == 1 ? value : Torch.scaled(value, scale);
            return new LossGradients(value, Autograd.in(manager).of(scaled, parameters.trained(), false));
        }));
    }

    static Learned of(Parameters parameters, LossGradients found) {
        var gradients = new HashMap<String, NDArray>();
        List<String> names = parameters.trainedNames();
        for (int i = 0; i < names.size(); i++) {
            gradients.put(names.get(i), found.gradients().get(i));
        }
        return new Learned(found.loss(), gradients);
    }

    float[] gradient(String name) {
        NDArray gradient = gradients.get(name);
        if (gradient == null) {
            throw new AssertionError("no gradient of " + name);
        }
        return gradient.toFloatArray();
    }
}
