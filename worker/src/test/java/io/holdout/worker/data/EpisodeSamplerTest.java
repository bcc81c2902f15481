package io.holdout.worker.data;

import static io.holdout.protocol.catalog.TaskTarget.BINARY_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.MULTICLASS_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.MULTILABEL_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.ORDINAL_REGRESSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.PretrainSettings;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpisodeSamplerTest {
    private static final EpisodeSettings SETTINGS = new EpisodeSettings(5, 10, 50, 7);

    @Test
    void drops_a_class_of_49_and_keeps_one_of_50() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 50, 49, 60);
        assertEquals(List.of(0, 2), EpisodeSampler.classesKept(labels, all(labels), 50));
    }

    @Test
    void keeps_both_classes_of_a_binary_task_or_none() {
        TaskLabels enough = classes(BINARY_CLASSIFICATION, 50, 50);
        TaskLabels fewNegatives = classes(BINARY_CLASSIFICATION, 49, 500);
        assertEquals(List.of(0, 1), EpisodeSampler.classesKept(enough, all(enough), 50));
        assertEquals(List.of(), EpisodeSampler.classesKept(fewNegatives, all(fewNegatives), 50));
    }

    @Test
    void drops_a_label_with_too_few_positives_or_negatives() {
        TaskLabels labels = columns(100, 49, 50, 51);
        assertEquals(List.of(1), EpisodeSampler.classesKept(labels, all(labels), 50));
    }

    @Test
    void counts_only_the_pool_and_each_image_of_it_once() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 10, 10);
        int[] pool = {0, 1, 1, 1, 10, 11, 12};
        assertEquals(List.of(1), EpisodeSampler.classesKept(labels, pool, 3));
    }

    @Test
    void relabels_to_the_classes_kept() {
        TaskLabels labels = classes(ORDINAL_REGRESSION, 60, 3, 60, 60);
        Episode episode = EpisodeSampler.target(labels, all(labels), SETTINGS, 0);
        assertEquals(List.of(0, 2, 3), episode.classesKept());
        assertEquals(3, episode.supportTargets().headOutputs());
        assertSingleLabels(labels, episode, 5, 10);
    }

    @Test
    void a_class_with_few_images_left_gives_them_all_as_queries() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 7, 60);
        Episode episode = EpisodeSampler.target(labels, all(labels), new EpisodeSettings(5, 10, 6, 1), 0);
        assertEquals(2, count(episode.queryTargets().values(), 0));
        assertEquals(10, count(episode.queryTargets().values(), 1));
    }

    @Test
    void refuses_a_task_with_one_class_left_and_says_why() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 60, 49);
        var thrown =
                assertThrows(HoldoutException.class, () -> EpisodeSampler.target(labels, all(labels), SETTINGS, 0));
        assertEquals("EPISODE_IMPOSSIBLE", thrown.failure().code());
        assertEquals(FailureClass.USER, thrown.failure().failureClass());
        assertTrue(thrown.getMessage().contains("set/task"), thrown.getMessage());
    }

    @Test
    void obstacle_names_the_class_that_leaves_no_query() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 60, 5);
        String obstacle = EpisodeSampler.obstacle(labels, all(labels), 5, 5, 10).orElseThrow();
        assertTrue(obstacle.contains("'name 1' has 5 images"), obstacle);
        assertTrue(EpisodeSampler.obstacle(labels, all(labels), 5, 4, 10).isEmpty());
    }

    @Property(tries = 50)
    void single_choice_episodes_have_exact_counts_and_no_image_twice(
            @ForAll @IntRange(min = 1, max = 10) int shots,
            @ForAll @IntRange(min = 1, max = 10) int queries,
            @ForAll long seed) {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 20, 25, 5, 40);
        Episode episode = EpisodeSampler.target(labels, all(labels), new EpisodeSettings(shots, queries, 20, seed), 3);
        assertSingleLabels(labels, episode, shots, queries);
    }

    @Property(tries = 50)
    void multi_label_sets_have_enough_of_each_side_and_no_image_to_spare(
            @ForAll long dataSeed, @ForAll @IntRange(min = 1, max = 8) int shots) {
        TaskLabels labels = randomColumns(200, 5, dataSeed);
        Episode episode = EpisodeSampler.target(labels, all(labels), new EpisodeSettings(shots, 6, 20, 1), 0);
        assertDisjoint(episode);
        assertTargetsMatch(labels, episode.support(), episode.supportTargets(), episode.classesKept());
        assertTargetsMatch(labels, episode.query(), episode.queryTargets(), episode.classesKept());
        assertMinimal(episode.supportTargets(), shots);
        assertMinimal(episode.queryTargets(), 6);
    }

    @Property(tries = 20)
    void an_episode_depends_on_its_number_and_not_on_the_order_of_the_pool(
            @ForAll @IntRange(min = 0, max = 99) int number) {
        for (TaskLabels labels : List.of(classes(BINARY_CLASSIFICATION, 70, 60), randomColumns(300, 3, 5))) {
            int[] pool = all(labels);
            Episode alone = EpisodeSampler.target(labels, pool, SETTINGS, number);
            EpisodeSampler.target(labels, pool, SETTINGS, number + 1);
            WithoutReplacement.draw(pool, 0, pool.length, new SplittableRandom(number));
            Episode again = EpisodeSampler.target(labels, pool, SETTINGS, number);
            assertArrayEquals(alone.support(), again.support());
            assertArrayEquals(alone.query(), again.query());
            Episode next = EpisodeSampler.target(labels, pool, SETTINGS, number + 1);
            assertFalse(Arrays.equals(alone.support(), next.support()));
        }
    }

    @Test
    void the_support_set_does_not_depend_on_how_many_queries_are_wanted() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 60, 60, 60);
        Episode few = EpisodeSampler.target(labels, all(labels), new EpisodeSettings(5, 1, 50, 3), 0);
        Episode many = EpisodeSampler.target(labels, all(labels), new EpisodeSettings(5, 20, 50, 3), 0);
        assertArrayEquals(few.support(), many.support());
    }

    @Test
    void every_image_of_a_class_is_drawn_about_equally_often() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 10, 10);
        int[] drawn = new int[20];
        for (int episode = 0; episode < 1000; episode++) {
            var settings = new EpisodeSettings(5, 2, 10, 11);
            for (int sample : EpisodeSampler.target(labels, all(labels), settings, episode)
                    .support()) {
                drawn[sample]++;
            }
        }
        for (int times : drawn) {
            assertEquals(500, times, 80);
        }
    }

    @Test
    void meta_episodes_vary_in_shots_and_classes_within_bounds() {
        TaskLabels labels = classes(MULTICLASS_CLASSIFICATION, 40, 40, 39, 40, 40);
        var shotsSeen = new TreeSet<Integer>();
        var classesSeen = new TreeSet<Integer>();
        for (int seed = 0; seed < 300; seed++) {
            Episode episode = EpisodeSampler.meta(labels, all(labels), maml(1, 10, 40), seed);
            int shots = episode.support().length / episode.classesKept().size();
            assertSingleLabels(labels, episode, shots, 10);
            assertFalse(episode.classesKept().contains(2));
            shotsSeen.add(shots);
            classesSeen.add(episode.classesKept().size());
        }
        assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), List.copyOf(shotsSeen));
        assertEquals(List.of(2, 3, 4), List.copyOf(classesSeen));
    }

    @Test
    void meta_episodes_of_small_classes_use_fewer_shots_and_queries() {
        TaskLabels labels = classes(BINARY_CLASSIFICATION, 3, 50);
        for (int seed = 0; seed < 50; seed++) {
            Episode episode = EpisodeSampler.meta(labels, all(labels), maml(1, 10, 3), seed);
            assertDisjoint(episode);
            int shots = count(episode.supportTargets().values(), 0);
            assertEquals(shots, count(episode.supportTargets().values(), 1));
            assertEquals(3 - shots, count(episode.queryTargets().values(), 0));
        }
    }

    private static void assertSingleLabels(TaskLabels labels, Episode episode, int shots, int queries) {
        assertDisjoint(episode);
        assertTargetsMatch(labels, episode.support(), episode.supportTargets(), episode.classesKept());
        assertTargetsMatch(labels, episode.query(), episode.queryTargets(), episode.classesKept());
        for (int aClass = 0; aClass < episode.classesKept().size(); aClass++) {
            assertEquals(shots, count(episode.supportTargets().values(), aClass));
            assertEquals(queries, count(episode.queryTargets().values(), aClass));
        }
    }

    private static void assertDisjoint(Episode episode) {
        int all = episode.support().length + episode.query().length;
        long distinct = IntStream.concat(Arrays.stream(episode.support()), Arrays.stream(episode.query()))
                .distinct()
                .count();
        assertEquals(all, distinct);
    }

    private static void assertTargetsMatch(TaskLabels labels, int[] samples, Targets targets, List<Integer> kept) {
        assertEquals(samples.length, targets.samples());
        for (int i = 0; i < samples.length; i++) {
            if (targets.target() == MULTILABEL_CLASSIFICATION) {
                for (int j = 0; j < kept.size(); j++) {
                    assertEquals(labels.value(samples[i], kept.get(j)), targets.values()[i * kept.size() + j]);
                }
            } else {
                assertEquals(labels.classOf(samples[i]), kept.get(targets.values()[i]));
            }
        }
    }

    /** Every label has n of both sides, and each sample is one of exactly n of some label's side. */
    private static void assertMinimal(Targets targets, int n) {
        int labels = targets.classes();
        int[] sides = new int[2 * labels];
        for (int i = 0; i < targets.values().length; i++) {
            sides[2 * (i % labels) + targets.values()[i]]++;
        }
        assertTrue(Arrays.stream(sides).allMatch(count -> count >= n), Arrays.toString(sides));
        for (int sample = 0; sample < targets.samples(); sample++) {
            int row = sample * labels;
            assertTrue(
                    IntStream.range(0, labels).anyMatch(j -> sides[2 * j + targets.values()[row + j]] == n),
                    "sample " + sample + " can be spared");
        }
    }

    private static int count(int[] values, int wanted) {
        return (int) Arrays.stream(values).filter(value -> value == wanted).count();
    }

    private static PretrainSettings.Maml maml(int minShots, int maxShots, int minSamples) {
        return new PretrainSettings.Maml(
                OptimizerSettings.adam(1e-3),
                0.1,
                4,
                true,
                10,
                1000,
                5,
                minShots,
                maxShots,
                10,
                minSamples,
                100,
                32,
                false);
    }

    private static int[] all(TaskLabels labels) {
        return IntStream.range(0, labels.samples()).toArray();
    }

    /** First all samples of class 0, then all of class 1, and so on; keys are not contiguous. */
    private static TaskLabels classes(TaskTarget target, int... sizes) {
        int[] values = IntStream.range(0, sizes.length)
                .flatMap(aClass -> IntStream.generate(() -> aClass).limit(sizes[aClass]))
                .toArray();
        return new TaskLabels(task(target, sizes.length), values);
    }

    /** Columns whose first so many samples are positive. */
    private static TaskLabels columns(int samples, int... positives) {
        int[] values = new int[samples * positives.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / positives.length < positives[i % positives.length] ? 1 : 0;
        }
        return new TaskLabels(task(MULTILABEL_CLASSIFICATION, positives.length), values);
    }

    /** Columns of growing rarity, the rarest with about a quarter of positives. */
    private static TaskLabels randomColumns(int samples, int columns, long seed) {
        var random = new SplittableRandom(seed);
        int[] values = new int[samples * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < 1.0 / (2 + i % columns % 3) ? 1 : 0;
        }
        return new TaskLabels(task(MULTILABEL_CLASSIFICATION, columns), values);
    }

    private static TaskInfo task(TaskTarget target, int labels) {
        var names = new TreeMap<Integer, String>();
        for (int i = 0; i < labels; i++) {
            names.put(target == ORDINAL_REGRESSION ? 2 * i : i, "name " + i);
        }
        return new TaskInfo("set", "task", target, names);
    }
}
