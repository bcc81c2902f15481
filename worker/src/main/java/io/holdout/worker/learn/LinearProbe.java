package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Targets;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a linear head on the features of a frozen backbone in evaluation mode, the whole support set as the batch. The
 * head starts as that of fine-tuning does.
 */
final class LinearProbe implements EpisodeLearner {
    private final NDManager manager;
    private final TorchScript functions;
    private final Autograd autograd;
    private final AdaptSpec spec;
    private final AdaptMethod.LinearProbe method;
    private final Network network;
    private final Parameters backbone;
    private final Head head = Head.number(0);

    LinearProbe(NDManager manager, AdaptSpec spec, AdaptMethod.LinearProbe method, Network network, Tensors start) {
        this.manager = manager;
        this.functions = new TorchScript(manager);
        this.autograd = new Autograd(functions);
        this.spec = spec;
        this.method = method;
        this.network = network;
        this.backbone = Parameters.of(manager, start);
    }

    @Override
    public int units() {
        return method.lastStep();
    }

    @Override
    public List<EpisodePoint> learn(AdaptTrial.Loaded loaded, Runnable afterUnit) {
        try (NDManager scope = manager.newSubManager()) {
            Targets targets = loaded.episode().supportTargets();
            var parameters = new Parameters();
            FineTuning.addHead(head, parameters, scope, network, targets, spec, loaded.number());
            var optimizer = new Optimizer(scope, functions, parameters, method.optimizer(), method.lastStep());
            NDArray support = features(scope, loaded.support());
            NDArray query = features(scope, loaded.query());
            var loss = new Loss(scope, targets, null);
            var points = new ArrayList<EpisodePoint>();
            for (int step = 1; step <= method.lastStep(); step++) {
                step(scope, parameters, optimizer, support, loss, loaded.number(), step);
                afterUnit.run();
                if (method.steps().contains(step)) {
                    points.add(test(scope, parameters, query, loaded, step));
                }
            }
            return points;
        }
    }

    private NDArray features(NDManager scope, ImageSet images) {
        int length = network.backbone().features();
        return Torch.array(scope, network.features(scope, backbone, images), images.size(), length);
    }

    private void step(
            NDManager manager,
            Parameters parameters,
            Optimizer optimizer,
            NDArray support,
            Loss loss,
            int number,
            int step) {
        try (NDManager scope = manager.newSubManager()) {
            support.tempAttach(scope);
            LossGradients found = Gradients.recording(() -> {
                NDArray mean = loss.of(head.forward(parameters, support));
                return new LossGradients(mean, autograd.of(mean, head.trained(parameters), false));
            });
            Loss.finite(found.loss(), () -> "episode " + number + ", step " + step);
            optimizer.step(head.names(), found.gradients());
        }
    }

    private EpisodePoint test(
            NDManager manager, Parameters parameters, NDArray query, AdaptTrial.Loaded loaded, int step) {
        float[] logits;
        try (NDArray answer = head.forward(parameters, query)) {
            logits = answer.toFloatArray();
        }
        String where = "the test of episode " + loaded.number();
        return FineTuning.point(
                loaded.number(),
                step,
                Network.evaluation(manager, loaded.episode().queryTargets(), logits, where));
    }
}
