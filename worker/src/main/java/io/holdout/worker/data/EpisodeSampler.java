package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws few-shot episodes as the MedIMeta benchmark defines them (arXiv 2404.16000).
 *
 * <p>Single-choice and binary: so many images a class without replacement, class after class. Multi-label: see
 * {@link MultiLabelDraw}. The query set is drawn in the same way from what the support set left; a class that has too few
 * left gives all that it has, at least one. A pool is a set: the order of its images and repetitions do not matter.
 */
public final class EpisodeSampler {
    /** Failure code: the data has too few images for the episodes that were asked for. */
    static final String IMPOSSIBLE = "EPISODE_IMPOSSIBLE";

    private EpisodeSampler() {}

    /**
     * The classes of a pool that are large enough for episodes, ascending.
     *
     * @param pool image positions
     * @param minSamples images that a class needs; a binary or multi-label task needs as many negatives
     * @return classes (single-choice), 0 and 1 or nothing (binary), label columns (multi-label)
     */
    public static List<Integer> classesKept(TaskLabels labels, int[] pool, int minSamples) {
        return ClassSizes.of(labels, distinct(pool)).kept(minSamples);
    }

    /**
     * Why no episode can be drawn, in a sentence for people; empty if one can.
     *
     * <p>Fewer than {@code queries} images beyond the shots are no obstacle, as long as there is one.
     */
    public static Optional<String> obstacle(TaskLabels labels, int[] pool, int minSamples, int shots, int queries) {
        return obstacle(labels, ClassSizes.of(labels, distinct(pool)), minSamples, shots, queries);
    }

    /**
     * One target episode: a function of these arguments alone, whatever other episodes are drawn.
     *
     * @param pool images to draw from, all of the dataset in the benchmark
     * @param episode its number, from 0
     * @throws HoldoutException EPISODE_IMPOSSIBLE (class USER) if there is an {@link #obstacle}
     */
    public static Episode target(TaskLabels labels, int[] pool, EpisodeSettings settings, int episode) {
        int[] images = distinct(pool);
        ClassSizes sizes = ClassSizes.of(labels, images);
        check(obstacle(labels, sizes, settings.minSamplesPerClass(), settings.shots(), settings.queries()));
        var random = new SplittableRandom(
                Seeds.derive(settings.seed(), "episode", labels.task().ref(), episode));
        return new EpisodeDraw(labels, sizes.kept(settings.minSamplesPerClass()), images)
                .draw(settings.shots(), settings.queries(), random);
    }

    /**
     * One meta-training episode (mm-MAML): random shots and, unless binary, random classes, two or more.
     *
     * <p>Shots are uniform in minShots..maxShots, but leave every drawn class at least one image for the query set.
     *
     * @param pool images to draw from, the train split in the benchmark
     * @throws HoldoutException EPISODE_IMPOSSIBLE (class USER) if there is an {@link #obstacle} at minShots
     */
    public static Episode meta(TaskLabels labels, int[] pool, PretrainSettings.Maml settings, long seed) {
        int[] images = distinct(pool);
        ClassSizes sizes = ClassSizes.of(labels, images);
        int minSamples = settings.minSamplesPerClass();
        check(obstacle(labels, sizes, minSamples, settings.minShots(), settings.queries()));
        var random = new SplittableRandom(
                Seeds.derive(seed, "meta-episode", labels.task().ref()));
        int shots = settings.minShots() + random.nextInt(settings.maxShots() - settings.minShots() + 1);
        List<Integer> classes = sizes.kept(minSamples);
        if (labels.task().target() != TaskTarget.BINARY_CLASSIFICATION) {
            classes = someOf(classes, random);
        }
        return new EpisodeDraw(labels, classes, images)
                .draw(Math.min(shots, sizes.scarcest(classes) - 1), settings.queries(), random);
    }

    /** Two or more of the classes, ascending: first how many, uniformly, then which. */
    private static List<Integer> someOf(List<Integer> classes, SplittableRandom random) {
        int count = 2 + random.nextInt(classes.size() - 1);
        int[] drawn = classes.stream().mapToInt(Integer::intValue).toArray();
        WithoutReplacement.draw(drawn, 0, count, random);
        return Arrays.stream(drawn, 0, count).sorted().boxed().toList();
    }

    private static Optional<String> obstacle(
            TaskLabels labels, ClassSizes sizes, int minSamples, int shots, int queries) {
        String task = "task " + labels.task().ref() + ": ";
        if (shots < 1 || queries < 1) {
            return Optional.of(task + shots + " shots and " + queries + " queries; each must be at least 1");
        }
        List<Integer> kept = sizes.kept(minSamples);
        if (kept.size() < 2) {
            return Optional.of(task + "an episode needs at least 2 classes of " + minSamples + " images, but of the "
                    + sizes.classes() + " classes among " + sizes.pool() + " images only "
                    + largeEnough(sizes, minSamples)
                    + " are that large");
        }
        int least = sizes.scarcest(kept);
        if (least <= shots) {
            int scarce = kept.stream()
                    .filter(c -> sizes.scarcerSide(c) == least)
                    .findFirst()
                    .orElseThrow();
            return Optional.of(task + "class '" + name(labels, scarce) + "' has " + least + " images, but " + shots
                    + " shots and a query need at least " + (shots + 1));
        }
        return Optional.empty();
    }

    private static long largeEnough(ClassSizes sizes, int minSamples) {
        long count = 0;
        for (int aClass = 0; aClass < sizes.classes(); aClass++) {
            count += sizes.scarcerSide(aClass) >= minSamples ? 1 : 0;
        }
        return count;
    }

    private static String name(TaskLabels labels, int aClass) {
        List<String> names = new ArrayList<>(labels.task().labels().values());
        return aClass < names.size() ? names.get(aClass) : String.valueOf(aClass);
    }

    private static void check(Optional<String> obstacle) {
        obstacle.ifPresent(reason -> {
            throw HoldoutException.user(IMPOSSIBLE, reason);
        });
    }

    private static int[] distinct(int[] pool) {
        return Arrays.stream(pool).sorted().distinct().toArray();
    }
}
