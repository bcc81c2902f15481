package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adam over a backbone and many heads: a step moves the backbone and the head that was used, as torch does. */
final class HeadedAdam {
    private final Adam backbone;
    private final Map<Head, Adam> heads = new HashMap<>();
    private final NDManager manager;
    private final Parameters parameters;
    private final double learningRate;

    HeadedAdam(NDManager manager, Parameters parameters, double learningRate) {
        this.manager = manager;
        this.parameters = parameters;
        this.learningRate = learningRate;
        List<NDArray> trained = parameters.trainedNames().stream()
                .filter(name -> !Head.isHead(name))
                .map(parameters::get)
                .toList();
        this.backbone = new Adam(manager, trained, learningRate);
    }

    void step(Head used) {
        backbone.step();
        heads.computeIfAbsent(used, head -> new Adam(manager, head.trained(parameters), learningRate))
                .step();
    }
}
