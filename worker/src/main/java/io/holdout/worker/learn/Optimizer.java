package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.OptimizerSettings.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's fused Adam, AdamW and SGD with a state that can be saved, which DJL's cannot.
 *
 * <p>Each array has a state and a count of steps of its own, so a head that is not used does not move, as in torch.
 */
final class Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private static final String PREFIX = "optimizer/";

    private final NDManager manager;
    private final TorchScript functions;
    private final Parameters parameters;
    private final OptimizerSettings settings;
    private final long mostSteps;
    /** Slot, such as {@code mean}, to parameter to state. */
    private final Map<String, Map<String, NDArray>> slots = new LinkedHashMap<>();

    private long steps;

    /** @param mostSteps that the training may take, for the schedule */
    Optimizer(
            NDManager manager,
            TorchScript functions,
            Parameters parameters,
            OptimizerSettings settings,
            long mostSteps) {
        this.manager = manager;
        this.functions = functions;
        this.parameters = parameters;
        this.settings = settings;
        this.mostSteps = mostSteps;
    }

    /**
     * One step. Call with gradients off.
     *
     * @param names the parameters to move
     * @param gradients theirs, in the same order; changed when they are clipped
     */
    void step(List<String> names, List<NDArray> gradients) {
        if (settings.clipNorm() > 0) {
            try (NDArray limit = Torch.array(manager, new float[] {(float) settings.clipNorm()})) {
                functions.call("clip", List.of(gradients, List.of(limit))).forEach(NDArray::close);
            }
        }
        double rate = settings.rate(steps, mostSteps);
        steps++;
        List<NDArray> weights = names.stream().map(parameters::get).toList();
        if (settings.kind() == Kind.SGD) {
            move("sgd", List.of(weights, gradients, slot("velocity", names)), rate, settings.momentum(), decay());
        } else {
            move(
                    settings.kind() == Kind.ADAM ? "adam" : "adamw",
                    List.of(weights, gradients, slot("mean", names), slot("square", names), slot("step", names)),
                    rate,
                    BETA1,
                    BETA2,
                    decay(),
                    EPSILON);
        }
    }

    private double decay() {
        return settings.weightDecay();
    }

    private void move(String rule, List<List<NDArray>> arrays, double... numbers) {
        try (NDArray array = Torch.numbers(manager, numbers)) {
            var arguments = new ArrayList<>(arrays);
            arguments.add(List.of(array));
            functions.call(rule, arguments);
        }
    }

    private List<NDArray> slot(String slot, List<String> names) {
        Map<String, NDArray> states = slots.computeIfAbsent(slot, any -> new LinkedHashMap<>());
        return names.stream()
                .map(name -> states.computeIfAbsent(name, any -> fresh(slot, name)))
                .toList();
    }

    private NDArray fresh(String slot, String name) {
        if (slot.equals("step")) {
            return manager.zeros(new Shape());
        }
        return Torch.zeroWeights(manager, parameters.get(name).getShape().getShape());
    }

    /** Adds the whole state, but for {@link #steps()}. */
    void save(Tensors into) {
        slots.forEach((slot, states) -> states.forEach((name, state) ->
                into.put(PREFIX + slot + "/" + name, state.getShape().getShape(), Torch.values(state))));
    }

    long steps() {
        return steps;
    }

    /** Takes on a state that {@link #save} wrote; other tensors are left alone. */
    void restore(Tensors from, long stepsTaken) {
        steps = stepsTaken;
        from.forEach((name, tensor) -> {
            if (name.startsWith(PREFIX)) {
                int slash = name.indexOf('/', PREFIX.length());
                slots.computeIfAbsent(name.substring(PREFIX.length(), slash), any -> new LinkedHashMap<>())
                        .put(name.substring(slash + 1), Torch.weights(manager, tensor.values(), tensor.shape()));
            }
        });
    }
}
