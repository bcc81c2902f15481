package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws few-shot episodes (MedIMeta, arXiv 2404.16000, section on episodes; the choices it leaves open are in
 * docs/decisions/0003-episodes.md).
 *
 * <p>Pure functions: a pool is a set of image positions, of which neither order nor repetition matters, and every draw
 * comes from a seed. Support and query set never share an image.
 */
public final class EpisodeSampler {
    /** Stable code of the failure to draw. */
    public static final String IMPOSSIBLE = "EPISODE_IMPOSSIBLE";

    private EpisodeSampler() {}

    /**
     * Classes (single-choice), [0,1] (binary) or label columns (multi-label) that have enough samples, ascending.
     *
     * @param minSamples fewest samples of a class; binary: of either class; multi-label: with and without the label
     * @return none for a binary task of which either class is too small
     */
    public static List<Integer> classesKept(TaskLabels labels, int[] pool, int minSamples) {
        return ClassFilter.kept(labels, ClassFilter.scarcest(labels, distinct(pool)), minSamples);
    }

    /**
     * Why no episode can be drawn, for people; or empty.
     *
     * <p>Target episodes need {@code shots + queries} samples of every class kept, so that no cell of the table rests on
     * fewer queries than it says. Meta-training episodes make do with less: ask for 1 shot and 1 query.
     */
    public static Optional<String> obstacle(TaskLabels labels, int[] pool, int minSamples, int shots, int queries) {
        if (shots < 1 || queries < 1) {
            return Optional.of("shots are " + shots + " and queries " + queries + ", must be at least 1");
        }
        int[] scarcest = ClassFilter.scarcest(labels, distinct(pool));
        List<Integer> kept = ClassFilter.kept(labels, scarcest, minSamples);
        if (kept.size() < 2) {
            return Optional.of("%d of %d classes have at least %d samples, an episode needs 2"
                    .formatted(kept.size(), scarcest.length, Math.max(1, minSamples)));
        }
        List<String> names = List.copyOf(labels.task().labels().values());
        return kept.stream()
                .filter(c -> scarcest[c] < shots + (long) queries)
                .findFirst()
                .map(c -> "%s has %d samples%s, %d shots and %d queries need %d"
                        .formatted(
                                names.size() > c ? "class '" + names.get(c) + "'" : "class " + c,
                                scarcest[c],
                                ClassFilter.isMultiLabel(labels) ? " with or without it" : "",
                                shots,
                                queries,
                                shots + (long) queries));
    }

    /**
     * The target episode of a number: a function of the labels, the pool, the settings and the number alone.
     *
     * <p>Single-choice and binary: {@code shots} support and {@code queries} query samples of each class, class by class
     * ascending. Multi-label: minimal sets with so many samples with, and so many without, each label; where the support
     * left fewer than {@code queries}, those that are left, at least 1.
     *
     * @param pool all images of the target's dataset
     * @param episode from 0
     * @throws HoldoutException EPISODE_IMPOSSIBLE if there is an {@link #obstacle}
     */
    public static Episode target(TaskLabels labels, int[] pool, EpisodeSettings settings, int episode) {
        int minSamples = settings.minSamplesPerClass();
        refuse(labels, obstacle(labels, pool, minSamples, settings.shots(), settings.queries()));
        long seed = Seeds.derive(settings.seed(), "target episode", labels.task().ref(), episode);
        List<Integer> classes = classesKept(labels, pool, minSamples);
        return draw(labels, distinct(pool), classes, settings.shots(), settings.queries(), seed);
    }

    /**
     * A meta-training episode: a random number of shots and, unless the task is binary, 2 to all of its classes.
     *
     * <p>A class too small for shots and queries gives fewer: it keeps one sample back for the query set, and the query
     * set takes what the support left.
     *
     * @param pool images of the source task's split
     * @param seed of this episode; another one for each
     * @throws HoldoutException EPISODE_IMPOSSIBLE if there is an {@link #obstacle} to 1 shot and 1 query
     */
    public static Episode meta(TaskLabels labels, int[] pool, PretrainSettings.Maml settings, long seed) {
        refuse(labels, obstacle(labels, pool, settings.minSamplesPerClass(), 1, 1));
        List<Integer> kept = classesKept(labels, pool, settings.minSamplesPerClass());
        var random = new SplittableRandom(Seeds.derive(seed, "shots and classes"));
        int shots = random.nextInt(settings.minShots(), settings.maxShots() + 1);
        boolean binary = labels.task().target() == TaskTarget.BINARY_CLASSIFICATION;
        List<Integer> classes = binary ? kept : someOf(kept, random);
        return draw(labels, distinct(pool), classes, shots, settings.queries(), seed);
    }

    private static List<Integer> someOf(List<Integer> kept, SplittableRandom random) {
        int[] classes = kept.stream().mapToInt(Integer::intValue).toArray();
        int count = random.nextInt(2, classes.length + 1);
        PartialShuffle.toFront(classes, count, random);
        return IntStream.of(classes).limit(count).sorted().boxed().toList();
    }

    private static Episode draw(
            TaskLabels labels, int[] pool, List<Integer> classes, int shots, int queries, long seed) {
        var sets = ClassFilter.isMultiLabel(labels)
                ? SupportAndQuery.overLabels(labels, pool, classes, shots, queries, seed)
                : Optional.of(SupportAndQuery.overClasses(labels, pool, classes, shots, queries, seed));
        return sets.map(s -> new Episode(
                        s.support(),
                        Targets.of(labels, s.support(), classes),
                        s.query(),
                        Targets.of(labels, s.query(), classes),
                        classes))
                .orElseThrow(() -> impossible(labels, "its labels are too rare: every support set left none to query"));
    }

    private static int[] distinct(int[] pool) {
        return IntStream.of(pool).sorted().distinct().toArray();
    }

    private static void refuse(TaskLabels labels, Optional<String> obstacle) {
        obstacle.ifPresent(why -> {
            throw impossible(labels, why);
        });
    }

    private static HoldoutException impossible(TaskLabels labels, String why) {
        return HoldoutException.user(
                IMPOSSIBLE, labels.task().ref() + ": no episode can be drawn: " + why);
    }
}
