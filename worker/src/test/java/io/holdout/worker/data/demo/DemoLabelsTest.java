package io.holdout.worker.data.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoLabelsTest {
    private static final long SEED = 7;
    private static final Catalogue CATALOGUE = DemoData.catalogue(SEED);

    @Test
    void every_task_can_be_a_target_and_a_source_whatever_the_seed() {
        for (long seed = 0; seed < 20; seed++) {
            for (DatasetInfo info : CATALOGUE.datasets()) {
                var dataset = new DemoDataset(info, seed);
                int[] all = IntStream.range(0, info.totalSamples()).toArray();
                int[] train = dataset.splits().getOrDefault(Split.TRAIN, new int[0]);
                for (TaskLabels labels : dataset.labels().values()) {
                    assertEquals(
                            List.of(),
                            EpisodeSampler.obstacle(labels, all, 50, 5, 10).stream()
                                    .toList(),
                            "as a target, seed " + seed);
                    assertEquals(
                            List.of(),
                            EpisodeSampler.obstacle(labels, train, 40, 1, 10).stream()
                                    .toList(),
                            "as a source, seed " + seed);
                }
            }
        }
    }

    @Test
    void rare_classes_fall_below_the_filter_of_fifty() {
        var filtered = CATALOGUE.tasks().stream()
                .filter(task -> task.labels().size() >= 5)
                .filter(task -> {
                    TaskLabels labels = labels(task.dataset(), task.name());
                    int[] all = IntStream.range(0, labels.samples()).toArray();
                    return EpisodeSampler.classesKept(labels, all, 50).size()
                            < task.labels().size();
                })
                .toList();

        assertTrue(filtered.size() >= 12, () -> "only " + filtered);
    }

    @Test
    void every_class_has_an_image_and_every_label_a_positive() {
        for (TaskInfo task : CATALOGUE.tasks()) {
            TaskLabels labels = labels(task.dataset(), task.name());
            var seen = new HashSet<Integer>();
            for (int sample = 0; sample < labels.samples(); sample++) {
                for (int column = 0; column < labels.columns(); column++) {
                    int value = labels.value(sample, column);
                    if (task.target() != TaskTarget.MULTILABEL_CLASSIFICATION) {
                        seen.add(value);
                    } else if (value == 1) {
                        seen.add(column);
                    }
                }
            }
            assertEquals(task.labels().size(), seen.size(), () -> "classes of " + task.ref());
        }
    }

    @Test
    void malignancy_follows_the_case_category() {
        assertFollows("bus", "malignancy", "case category", 0, 0, 1);
    }

    @Test
    void pneumonia_is_present_in_all_but_the_normal() {
        assertFollows("pneumonia", "pneumonia presence", "disease class", 0, 1, 1);
    }

    @Test
    void cnv_and_dme_are_urgent() {
        assertFollows("oct", "urgent referral", "disease class", 1, 1, 0, 0);
    }

    @Test
    void groups_of_skin_lesions_follow_their_members() {
        for (String dataset : List.of("skinl_derm", "skinl_photo")) {
            assertFollows(dataset, "Diagnosis grouped", "Diagnosis", 0, 1, 1, 1, 1, 1, 3, 3, 2, 3, 3, 1, 1, 4, 3);
            assertFollows(dataset, "Vascular Structures grouped", "Vascular Structures", 0, 1, 1, 1, 1, 1, 2, 2);
            assertFollows(dataset, "Pigmentation grouped", "Pigmentation", 0, 1, 1, 2, 2);
            assertFollows(dataset, "Regression Structures grouped", "Regression Structures", 0, 1, 1, 1);
        }
    }

    @Test
    void a_fundus_is_abnormal_exactly_if_it_has_a_disease_label() {
        TaskLabels presence = labels("fundus", "disease presence");
        TaskLabels diseases = labels("fundus", "disease labels");
        for (int i = 0; i < presence.samples(); i++) {
            int sample = i;
            boolean any =
                    IntStream.range(0, diseases.columns()).anyMatch(column -> diseases.value(sample, column) == 1);
            assertEquals(any ? 1 : 0, presence.classOf(sample), "image " + sample);
        }
    }

    @Test
    void datasets_of_the_same_subjects_agree_on_labels_and_splits() {
        for (var same : List.of(
                List.of("skinl_derm", "skinl_photo"),
                List.of("organs_axial", "organs_coronal"),
                List.of("organs_axial", "organs_sagittal"))) {
            DemoDataset one = dataset(same.get(0));
            DemoDataset other = dataset(same.get(1));
            for (String task : one.labels().keySet()) {
                assertArrayEquals(
                        classes(labels(same.get(0), task)), classes(labels(same.get(1), task)), same + " on " + task);
            }
            assertArrayEquals(one.splits().get(Split.TEST), other.splits().get(Split.TEST), same.toString());
        }
    }

    @Test
    void splits_hold_every_image_once_in_their_sizes() {
        for (DatasetInfo info : CATALOGUE.datasets()) {
            var splits = new DemoDataset(info, SEED).splits();
            var all = new ArrayList<Integer>();
            splits.values().forEach(split -> Arrays.stream(split).forEach(all::add));
            all.sort(Comparator.naturalOrder());

            assertEquals(IntStream.range(0, info.totalSamples()).boxed().toList(), all, info.id());
            assertEquals(info.splits().train(), splits.getOrDefault(Split.TRAIN, new int[0]).length);
            assertEquals(info.splits().val(), splits.getOrDefault(Split.VAL, new int[0]).length);
        }
    }

    @Test
    void other_seeds_give_other_labels() {
        var info = CATALOGUE.dataset("derm").orElseThrow();
        var other = new DemoDataset(info, SEED + 1).labels().get("disease category");
        assertTrue(!Arrays.equals(
                classes(labels("derm", "disease category")), classes(java.util.Objects.requireNonNull(other))));
    }

    private static void assertFollows(String dataset, String coarse, String fine, int... classes) {
        TaskLabels coarseLabels = labels(dataset, coarse);
        TaskLabels fineLabels = labels(dataset, fine);
        for (int i = 0; i < coarseLabels.samples(); i++) {
            assertEquals(classes[fineLabels.classOf(i)], coarseLabels.classOf(i), dataset + " image " + i);
        }
    }

    private static int[] classes(TaskLabels labels) {
        return IntStream.range(0, labels.samples()).map(labels::classOf).toArray();
    }

    private static DemoDataset dataset(String id) {
        return new DemoDataset(CATALOGUE.dataset(id).orElseThrow(), SEED);
    }

    private static TaskLabels labels(String dataset, String task) {
        return java.util.Objects.requireNonNull(dataset(dataset).labels().get(task), task);
    }
}
