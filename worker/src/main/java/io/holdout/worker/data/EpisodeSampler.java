package io.holdout.worker.data;

import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import java.util.List;
import java.util.Optional;

/** Draws few-shot episodes. */
public final class EpisodeSampler {
    private EpisodeSampler() {}

    /** Classes (single-choice), [0,1] (binary) or label columns (multi-label) that pass the filter, ascending. */
    public static List<Integer> classesKept(TaskLabels labels, int[] pool, int minSamples) {
        return List.of();
    }

    /** Why no episode can be drawn, or empty. */
    public static Optional<String> obstacle(TaskLabels labels, int[] pool, int minSamples, int shots, int queries) {
        return Optional.of("episodes are not drawn yet");
    }

    /** One target episode. */
    public static Episode target(TaskLabels labels, int[] pool, EpisodeSettings settings, int episode) {
        return new Episode(
                new int[0],
                new Targets(labels.task().target(), 0, 0, new int[0]),
                new int[0],
                new Targets(labels.task().target(), 0, 0, new int[0]),
                List.of());
    }

    /** One meta-training episode. */
    public static Episode meta(TaskLabels labels, int[] pool, PretrainSettings.Maml settings, long seed) {
        return target(
                labels,
                pool,
                new EpisodeSettings(settings.minShots(), settings.queries(), settings.minSamplesPerClass(), seed),
                0);
    }
}
