package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Gradients as values, {@code torch.autograd.grad}, which DJL lacks. MAML needs them to differentiate them again, and
 * training is faster by two passes over the gradients, which are neither accumulated nor zeroed. (DJL's backward with a
 * kept graph leaks; see docs/decisions.)
 */
final class Autograd {
    private final TorchScript functions;

    Autograd(TorchScript functions) {
        this.functions = functions;
    }

    /** Lives as long as {@code manager}. */
    static Autograd in(NDManager manager) {
        return new Autograd(new TorchScript(manager));
    }

    /**
     * Gradients of a scalar; they belong to the scalar's manager. Its graph is gone afterwards, unless it is asked for.
     *
     * @param createGraph whether the gradients can be differentiated again
     */
    List<NDArray> of(NDArray loss, List<NDArray> inputs, boolean createGraph) {
        return functions.call(createGraph ? "gradients_with_graph" : "gradients", List.of(List.of(loss), inputs));
    }
}
