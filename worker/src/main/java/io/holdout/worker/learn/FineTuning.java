package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Targets;
import java.util.List;

/**
 * Fine-tune and test: for each episode a fresh head on the strategy's backbone; the full support set as the batch; all
 * weights train; then the query set in evaluation mode (arXiv 2404.16000).
 */
final class FineTuning implements EpisodeLearner {
    private final NDManager manager;
    private final TorchScript functions;
    private final AdaptSpec spec;
    private final AdaptMethod.FineTune method;
    private final Network network;
    private final Tensors start;
    private final Head head = Head.number(0);

    FineTuning(NDManager manager, AdaptSpec spec, AdaptMethod.FineTune method, Network network, Tensors start) {
        this.manager = manager;
        this.functions = new TorchScript(manager);
        this.spec = spec;
        this.method = method;
        this.network = network;
        this.start = start;
    }

    @Override
    public int units() {
        return method.lastStep();
    }

    @Override
    public List<EpisodePoint> learn(AdaptTrial.Loaded loaded, Runnable afterUnit) {
        try (NDManager episode = manager.newSubManager()) {
            return learn(episode, loaded, afterUnit);
        }
    }

    private List<EpisodePoint> learn(NDManager scope, AdaptTrial.Loaded loaded, Runnable afterUnit) {
        Targets targets = loaded.episode().supportTargets();
        Parameters parameters = Parameters.of(scope, start);
        addHead(head, parameters, scope, network, targets, spec, loaded.number());
        // the whole support set is one batch
        NDArray support =
                network.input(scope, loaded.support().all(), loaded.support().size());
        var training = new EpisodeTraining(
                scope,
                functions,
                parameters,
                support,
                new Loss(scope, targets, null),
                x -> network.logits(parameters, head, x, BatchNormMode.TRAIN),
                "episode " + loaded.number());
        return training.run(
                method.optimizer(), method.steps(), step -> test(scope, parameters, loaded, step), afterUnit);
    }

    /** A fresh head; strategies and methods share it. */
    static void addHead(
            Head head,
            Parameters parameters,
            NDManager manager,
            Network network,
            Targets targets,
            AdaptSpec spec,
            int episode) {
        head.addUniform(
                parameters,
                manager,
                network.backbone().features(),
                targets.headOutputs(),
                Seeds.derive(spec.seed(), "head", spec.target(), episode));
    }

    private EpisodePoint test(NDManager scope, Parameters parameters, AdaptTrial.Loaded loaded, int step) {
        var questions = List.of(new Network.Question(head, loaded.episode().queryTargets()));
        String where = "the test of episode " + loaded.number();
        return point(
                loaded.number(),
                step,
                network.evaluate(scope, parameters, questions, loaded.query(), where, () -> {})
                        .get(0));
    }

    static EpisodePoint point(int number, int step, Network.Evaluation found) {
        return new EpisodePoint(
                number, step, found.scores().auroc(), found.scores().accuracy(), found.loss());
    }
}
