package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Targets;
import java.util.List;

/**
 * Trains a linear head on the features of a frozen backbone in evaluation mode, the whole support set as the batch. The
 * head starts as that of fine-tuning does.
 */
final class LinearProbe implements EpisodeLearner {
    private final NDManager manager;
    private final TorchScript functions;
    private final AdaptSpec spec;
    private final AdaptMethod.LinearProbe method;
    private final Network network;
    private final Parameters backbone;
    private final Head head = Head.number(0);

    LinearProbe(NDManager manager, AdaptSpec spec, AdaptMethod.LinearProbe method, Network network, Tensors start) {
        this.manager = manager;
        this.functions = new TorchScript(manager);
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
            NDArray query = features(scope, loaded.query());
            var training = new EpisodeTraining(
                    scope,
                    functions,
                    parameters,
                    features(scope, loaded.support()),
                    new Loss(scope, targets, null),
                    x -> head.forward(parameters, x),
                    "episode " + loaded.number());
            return training.run(
                    method.optimizer(),
                    method.steps(),
                    step -> test(scope, parameters, query, loaded, step),
                    afterUnit);
        }
    }

    private NDArray features(NDManager scope, ImageSet images) {
        int length = network.backbone().features();
        return Torch.array(scope, network.features(scope, backbone, images), images.size(), length);
    }

    private EpisodePoint test(
            NDManager manager, Parameters parameters, NDArray query, AdaptTrial.Loaded loaded, int step) {
        float[] logits;
        try (NDArray answer = head.forward(parameters, query)) {
            logits = Torch.values(answer);
        }
        String where = "the test of episode " + loaded.number();
        return FineTuning.point(
                loaded.number(),
                step,
                Network.evaluation(manager, loaded.episode().queryTargets(), logits, where));
    }
}
