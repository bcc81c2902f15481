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
import io.holdout.worker.data.Metrics;
import io.holdout.worker.data.Scores;
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
    private final Progress progress;

    FineTuning(AdaptSpec spec, Network network, Tensors start, Dataset dataset, Progress progress) {
        this.spec = spec;
        this.network = network;
        this.start = start;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.pool = IntStream.range(0, labels.samples()).toArray();
        this.progress = progress;
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
        Head head = Head.number(0);
        head.addUniform(
                parameters,
                manager,
                network.backbone().features(),
                episode.supportTargets().headOutputs(),
                Seeds.derive(spec.seed(), "head", spec.target(), number));
        var adam = new Adam(manager, parameters.trained(), spec.learningRate());
        NDArray support = network.batch(manager, dataset.images(), episode.support());
        var loss = new Loss(manager, episode.supportTargets(), null);
        List<Integer> reports = spec.steps();
        int last = reports.get(reports.size() - 1);
        for (int step = 1; step <= last; step++) {
            tell(number, step, last);
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
            if (reports.contains(step)) {
                points.add(test(manager, parameters, head, episode, number, step));
            }
        }
    }

    private EpisodePoint test(
            NDManager manager, Parameters parameters, Head head, Episode episode, int number, int step) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray query = network.batch(scope, dataset.images(), episode.query());
            NDArray logits = network.logits(parameters, head, query, BatchNormMode.EVALUATE);
            Scores scores = Metrics.score(episode.queryTargets(), logits.toFloatArray());
            double loss =
                    new Loss(scope, episode.queryTargets(), null).of(logits).getFloat();
            return new EpisodePoint(number, step, scores.auroc(), scores.accuracy(), loss);
        }
    }

    private void tell(int episode, int step, int last) {
        if (progress.shouldStop()) {
            throw new StoppedException();
        }
        int before = episode - spec.fromEpisode();
        progress.at(
                (long) before * last + step,
                (long) spec.episodeCount() * last,
                "episode " + (before + 1) + " of " + spec.episodeCount());
    }
}
