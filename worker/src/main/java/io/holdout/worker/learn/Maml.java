package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.worker.data.Targets;
import java.util.List;

/**
 * Model-agnostic meta-learning (Finn et al. 2017) on one episode: a few steps of SGD from a head of zeros, by which the
 * backbone is judged. Batch norm is transductive and leaves no trace.
 */
final class Maml {
    private final Network network;
    private final Autograd autograd;
    private final double innerLearningRate;
    private final Head head = Head.number(0);

    /** Half of an episode. */
    record Samples(NDArray images, Targets targets) {}

    Maml(Network network, Autograd autograd, double innerLearningRate) {
        this.network = network;
        this.autograd = autograd;
        this.innerLearningRate = innerLearningRate;
    }

    /**
     * The query loss and its gradients after {@code steps} inner steps on the support set.
     *
     * @param scope owns all that is computed
     * @param secondOrder differentiate through the inner steps; else take their gradients as constants
     * @return with gradients of all trained parameters but the head, in their order
     */
    LossGradients metaGradient(
            NDManager scope, Parameters parameters, Samples support, Samples query, int steps, boolean secondOrder) {
        var supportLoss = new Loss(scope, support.targets(), null);
        var queryLoss = new Loss(scope, query.targets(), null);
        Parameters fast = withHead(scope, parameters, support.targets());
        return Gradients.recording(() -> {
            for (int step = 0; step < steps; step++) {
                innerStep(moved(fast, step), fast, supportLoss, support.images(), secondOrder);
                if (step == 0) {
                    renewBackbone(scope, fast);
                }
            }
            NDArray mean = queryLoss.of(network.logits(fast, head, query.images(), BatchNormMode.TRANSDUCTIVE));
            return new LossGradients(mean, autograd.of(mean, parameters.trained(), false));
        });
    }

    /** Query logits after {@code steps} inner steps; keeps nothing from step to step but the newest weights. */
    float[] adapt(NDManager scope, Parameters parameters, Samples support, NDArray query, int steps) {
        var loss = new Loss(scope, support.targets(), null);
        Parameters fast = withHead(scope, parameters, support.targets());
        for (int step = 0; step < steps; step++) {
            Parameters before = fast.copyOfMap();
            List<String> moved = moved(fast, step);
            try (NDManager inner = scope.newSubManager()) {
                support.images().tempAttach(inner);
                Gradients.recording(() -> {
                    innerStep(moved, fast, loss, support.images(), false);
                    return fast;
                });
                for (String name : moved) {
                    // a new leaf, which the graph of this step ends at
                    NDArray leaf = fast.get(name).stopGradient();
                    leaf.attach(scope);
                    leaf.setRequiresGradient(true);
                    fast.put(name, leaf);
                    NDArray old = before.get(name);
                    if (Head.isHead(name) || old != parameters.get(name)) {
                        old.close();
                    }
                }
            }
        }
        return Torch.values(network.logits(fast, head, query, BatchNormMode.TRANSDUCTIVE));
    }

    private Parameters withHead(NDManager scope, Parameters parameters, Targets targets) {
        Parameters fast = parameters.copyOfMap();
        head.addZeros(fast, scope, network.backbone().features(), targets.headOutputs());
        return fast;
    }

    /**
     * Names of what an inner step moves. A head of zeros passes no gradient to the backbone, whatever the backbone's
     * weights are, so the first step moves the head alone; leaving the zeros out saves a fifth of an episode's time.
     */
    private List<String> moved(Parameters fast, int step) {
        return step == 0 ? head.names() : fast.trainedNames();
    }

    /**
     * Puts new nodes of the graph in the place of the backbone's arrays. The head that the first step made depends on the
     * old ones, so the second step's gradient by them would count the way through that head as well.
     */
    private static void renewBackbone(NDManager scope, Parameters fast) {
        for (String name : fast.trainedNames()) {
            if (!Head.isHead(name)) {
                NDArray old = fast.get(name);
                NDArray same = old.reshape(old.getShape());
                same.attach(scope);
                fast.put(name, same);
            }
        }
    }

    /** One step of inner SGD: the parameters in {@code fast} are replaced, the old ones stay as they are. */
    private void innerStep(List<String> names, Parameters fast, Loss loss, NDArray support, boolean secondOrder) {
        NDArray value = loss.of(network.logits(fast, head, support, BatchNormMode.TRANSDUCTIVE));
        List<NDArray> gradients =
                autograd.of(value, names.stream().map(fast::get).toList(), secondOrder);
        for (int i = 0; i < names.size(); i++) {
            // the gradient comes first: a result belongs to the manager of its first operand, here this step's
            try (NDArray gradient = gradients.get(i);
                    NDArray move = Torch.scaled(gradient, -innerLearningRate)) {
                fast.put(names.get(i), move.add(fast.get(names.get(i))));
            }
        }
    }
}
