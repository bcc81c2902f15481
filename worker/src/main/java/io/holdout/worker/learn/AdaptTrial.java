package io.holdout.worker.learn;

import ai.djl.ndarray.NDManager;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Episode;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adapts a backbone to each episode of a target and tests it on the query set. Nothing depends on which episodes share a
 * trial.
 */
final class AdaptTrial {
    /** Support and query images of an episode of ten classes, for the memory that is read ahead. */
    private static final int USUAL_CLASSES = 10;

    private final AdaptSpec spec;
    private final Network network;
    private final Dataset dataset;
    private final TaskLabels labels;
    private final int[] pool;
    private final EpisodeLearner learner;
    private final WorkMeter meter;
    private final Checkpoints checkpoints;
    private final List<EpisodePoint> points = new ArrayList<>();

    /** An episode with its images in memory. */
    record Loaded(int number, Episode episode, ImageSet support, ImageSet query) {}

    /** The small facts of a checkpoint. */
    record Position(int nextEpisode, List<EpisodePoint> points) {}

    /** @param pool images that episodes are drawn from */
    AdaptTrial(
            AdaptSpec spec,
            Network network,
            Dataset dataset,
            int[] pool,
            EpisodeLearner learner,
            Progress progress,
            Checkpoints checkpoints) {
        this.spec = spec;
        this.network = network;
        this.dataset = dataset;
        this.labels = dataset.labels(spec.target().task());
        this.pool = pool;
        this.learner = learner;
        this.meter = new WorkMeter(progress, (long) spec.episodeCount() * Math.max(1, learner.units()));
        this.checkpoints = checkpoints;
    }

    /** The learner of a trial's method. */
    static EpisodeLearner learner(NDManager manager, AdaptSpec spec, Network network, Tensors start) {
        AdaptMethod method = spec.method();
        if (method instanceof AdaptMethod.FineTune fineTune) {
            return new FineTuning(manager, spec, fineTune, network, start);
        }
        if (method instanceof AdaptMethod.LinearProbe probe) {
            return new LinearProbe(manager, spec, probe, network, start);
        }
        return new NearestCentroid(manager, ((AdaptMethod.NearestCentroid) method).distance(), network, start);
    }

    /** @throws HoldoutException TASK_UNUSABLE if no episode can be drawn */
    TrialResult.Adapted run() {
        var settings = spec.episodes();
        EpisodeSampler.obstacle(labels, pool, settings.minSamplesPerClass(), settings.shots(), settings.queries())
                .ifPresent(reason -> {
                    throw HoldoutException.user("TASK_UNUSABLE", reason);
                });
        int first = checkpoints.latest().map(this::resume).orElse(spec.fromEpisode());
        long bytes = network.bytes(USUAL_CLASSES * (settings.shots() + settings.queries()));
        try (Prefetch<Loaded> episodes = network.loaders().ahead(first, spec.toEpisode(), bytes, this::load)) {
            for (int number = first; number < spec.toEpisode(); number++) {
                episode(number, episodes.next());
            }
        }
        return new TrialResult.Adapted(points);
    }

    private int resume(Checkpoints.Checkpoint checkpoint) {
        var position = CanonicalJson.read(checkpoint.facts(), Position.class);
        points.addAll(position.points());
        meter.resume((long) (position.nextEpisode() - spec.fromEpisode()) * Math.max(1, learner.units()));
        return position.nextEpisode();
    }

    private Loaded load(int number) {
        Episode episode = EpisodeSampler.target(labels, pool, spec.episodes(), number);
        return new Loaded(
                number,
                episode,
                ImageSet.inMemory(dataset.images(), episode.support(), network.imageSize()),
                ImageSet.inMemory(dataset.images(), episode.query(), network.imageSize()));
    }

    private void episode(int number, Loaded loaded) {
        String note = "episode " + (number - spec.fromEpisode() + 1) + " of " + spec.episodeCount();
        try {
            points.addAll(learner.learn(loaded, () -> meter.tick(note)));
        } catch (StoppedException e) {
            saveIfDue(number);
            throw e;
        }
        saveIfDue(number + 1);
    }

    private void saveIfDue(int next) {
        if (checkpoints.due()) {
            checkpoints.save(
                    next - (long) spec.fromEpisode(),
                    CanonicalJson.write(new Position(next, List.copyOf(points))),
                    Map.of());
        }
    }
}
