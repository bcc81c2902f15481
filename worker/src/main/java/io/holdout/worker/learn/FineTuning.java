package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Episode;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fine-tune and test: for each episode a fresh head on the strategy's backbone; Adam; the full support set as the batch;
 * all weights train; then the query set in evaluation mode (arXiv 2404.16000). Nothing depends on which episodes share a
 * trial.
 */
final class FineTuning {
    private final AdaptSpec spec;
    private final Network network;
    private final Tensors start;
    private final Dataset dataset;
    private final TaskLabels labels;
    private final int[] pool;
    private final Head head = Head.number(0);
    private final int lastStep;
    private final WorkMeter meter;

    FineTuning(AdaptSpec spec, Network network, Tensors start, Dataset dataset, Progress progress) {
        this.spec = spec;
        this.network = network;
        this.start = start;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.pool = IntStream.range(0, labels.samples()).toArray();
        this.lastStep = spec.steps().get(spec.steps().size() - 1);
        this.meter = new WorkMeter(progress, (long) spec.episodeCount() * lastStep);
    }

    /** @throws HoldoutException TASK_UNUSABLE if no episode can be drawn */
    TrialResult run(NDManager manager) {
        var settings = spec.episodes();
        EpisodeSampler.obstacle(labels, pool, settings.minSamplesPerClass(), settings.shots(), settings.queries())
                .ifPresent(reason -> {
                    throw HoldoutException.user("TASK_UNUSABLE", reason);
                });
        var points = new ArrayList<EpisodePoint>();
        for (int episode = spec.fromEpisode(); episode < spec.toEpisode(); episode++) {
            try (NDManager scope = manager.newSubManager()) {
                episode(scope, episode, points);
            }
        }
        return new TrialResult.Adapted(points);
    }

    private void episode(NDManager manager, int number, List<EpisodePoint> points) {
        Episode episode = EpisodeSampler.target(labels, pool, spec.episodes(), number);
        Parameters parameters = Parameters.of(manager, start);
        head.addUniform(
                parameters,
                manager,
                network.backbone().features(),
                episode.supportTargets().headOutputs(),
                Seeds.derive(spec.seed(), "head", spec.target(), number));
        var adam = new Adam(manager, parameters.trained(), spec.learningRate());
        NDArray support = network.batch(manager, dataset.images(), episode.support());
        var loss = new Loss(manager, episode.supportTargets(), null);
        var query = new ImageSet(dataset.images(), episode.query(), network.imageSize());
        for (int step = 1; step <= lastStep; step++) {
            try (NDManager scope = manager.newSubManager()) {
                support.tempAttach(scope);
                NDArray value = Gradients.recording(() -> {
                    NDArray mean = loss.of(network.logits(parameters, head, support, BatchNormMode.TRAIN));
                    Gradients.backward(mean);
                    return mean;
                });
                Loss.finite(value, "episode " + number + ", step " + step);
                adam.step();
            }
            meter.tick("episode " + (number - spec.fromEpisode() + 1) + " of " + spec.episodeCount());
            if (spec.steps().contains(step)) {
                points.add(test(manager, parameters, episode, query, number, step));
            }
        }
    }

    private EpisodePoint test(
            NDManager manager, Parameters parameters, Episode episode, ImageSet query, int number, int step) {
        var questions = List.of(new Network.Question(head, episode.queryTargets()));
        var found = network.evaluate(manager, parameters, questions, query, "the test of episode " + number, () -> {})
                .get(0);
        return new EpisodePoint(
                number, step, found.scores().auroc(), found.scores().accuracy(), found.loss());
    }
}
