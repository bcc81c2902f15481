package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Gradient descent on an episode's support set, the whole of it as the batch, with tests along the way.
 *
 * @param scope owns what lasts as long as the episode
 * @param parameters those that train, all of them
 * @param support input of {@code forward}
 * @param forward from the support set to logits
 * @param where names the episode in a failure
 */
record EpisodeTraining(
        NDManager scope,
        TorchScript functions,
        Parameters parameters,
        NDArray support,
        Loss loss,
        UnaryOperator<NDArray> forward,
        String where) {

    /**
     * Trains to the last of the steps.
     *
     * @param steps at which to test, ascending
     * @param test of the parameters after so many steps
     */
    List<EpisodePoint> run(
            OptimizerSettings settings, List<Integer> steps, IntFunction<EpisodePoint> test, Runnable afterStep) {
        int last = steps.get(steps.size() - 1);
        var autograd = new Autograd(functions);
        var optimizer = new Optimizer(scope, functions, parameters, settings, last);
        var points = new ArrayList<EpisodePoint>();
        for (int step = 1; step <= last; step++) {
            step(autograd, optimizer, step);
            afterStep.run();
            if (steps.contains(step)) {
                points.add(test.apply(step));
            }
        }
        return points;
    }

    private void step(Autograd autograd, Optimizer optimizer, int step) {
        try (NDManager own = scope.newSubManager()) {
            support.tempAttach(own);
            LossGradients found = Gradients.recording(() -> {
                NDArray mean = loss.of(forward.apply(support));
                return new LossGradients(mean, autograd.of(mean, parameters.trained(), false));
            });
            Loss.finite(found.loss(), () -> where + ", step " + step);
            optimizer.step(parameters.trainedNames(), found.gradients());
        }
    }
}
