package io.holdout.protocol.catalog;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MedimetaCatalogueTest {
    private final Catalogue catalogue = MedimetaCatalogue.load();

    @Test
    void holds_19_datasets_of_10_domains_with_54_tasks() {
        assertEquals(19, catalogue.datasets().size());
        assertEquals(
                10,
                catalogue.datasets().stream()
                        .map(DatasetInfo::domain)
                        .distinct()
                        .count());
        assertEquals(54, catalogue.tasks().size());
        assertEquals(
                54, catalogue.tasks().stream().map(TaskInfo::ref).distinct().count());
    }

    @Test
    void counts_tasks_by_target_as_the_paper_does() {
        assertEquals(
                Map.of(
                        TaskTarget.MULTICLASS_CLASSIFICATION, 30L,
                        TaskTarget.BINARY_CLASSIFICATION, 13L,
                        TaskTarget.MULTILABEL_CLASSIFICATION, 6L,
                        TaskTarget.ORDINAL_REGRESSION, 5L),
                catalogue.tasks().stream().collect(groupingBy(TaskInfo::target, counting())));
    }

    @Test
    void has_one_primary_task_for_each_dataset_the_first_in_its_file() {
        assertEquals(19, catalogue.primaryTasks().size());
        assertEquals("DR level", info("dr_regular").primaryTask().name());
        assertEquals("Diagnosis", info("skinl_photo").primaryTask().name());
        assertEquals("disease labels", info("cxr").primaryTask().name());
    }

    @Test
    void has_11_distinct_source_sets_so_that_11_pretrainings_serve_19_targets() {
        Set<Set<String>> held = catalogue.datasets().stream()
                .collect(groupingBy(d -> catalogue.sourceSet(d.id()), mapping(DatasetInfo::id, toSet())))
                .values()
                .stream()
                .collect(toSet());
        assertEquals(
                Set.of(
                        Set.of("aml", "pbc"),
                        Set.of("bus"),
                        Set.of("crc"),
                        Set.of("cxr", "pneumonia"),
                        Set.of("derm"),
                        Set.of("dr_regular", "dr_uwf", "fundus", "glaucoma"),
                        Set.of("mammo_calc", "mammo_mass"),
                        Set.of("oct"),
                        Set.of("organs_axial", "organs_coronal", "organs_sagittal"),
                        Set.of("skinl_derm"),
                        Set.of("skinl_photo")),
                held);
    }

    @Test
    void holds_out_only_what_the_target_itself_names() {
        // skinl_derm names derm (domain) and skinl_photo (subjects); skinl_photo does not name derm.
        assertFalse(catalogue.sourceSet("skinl_derm").contains("derm"));
        assertFalse(catalogue.sourceSet("skinl_derm").contains("skinl_photo"));
        assertTrue(catalogue.sourceSet("skinl_photo").contains("derm"));
        var oneSided = new Catalogue(List.of(overlapping("a", List.of("b")), overlapping("b", List.of())));
        assertEquals(List.of(), oneSided.sourceSet("a"));
        assertEquals(List.of("a"), oneSided.sourceSet("b"));
    }

    @Test
    void never_lets_pretraining_see_the_target_or_its_relatives() {
        for (DatasetInfo target : catalogue.datasets()) {
            var seen = new HashSet<>(catalogue.sourceSet(target.id()));
            assertFalse(seen.contains(target.id()));
            assertTrue(target.domainOverlaps().stream().noneMatch(seen::contains));
            assertTrue(target.subjectOverlaps().stream().noneMatch(seen::contains));
            assertEquals(
                    19
                            - 1
                            - (int) java.util.stream.Stream.concat(
                                            target.domainOverlaps().stream(), target.subjectOverlaps().stream())
                                    .distinct()
                                    .count(),
                    seen.size());
        }
    }

    @Test
    void keeps_ordinal_keys_that_are_not_contiguous_in_class_order() {
        TaskInfo artifact =
                catalogue.task(new TaskRef("dr_regular", "Artifact")).orElseThrow();
        assertEquals(List.of(0, 1, 4, 6, 8, 10), artifact.classKeys());
        assertEquals(6, artifact.headOutputs());
        TaskInfo clarity = catalogue.task(new TaskRef("dr_regular", "Clarity")).orElseThrow();
        assertEquals(List.of(1, 4, 6, 8, 10), clarity.classKeys());
    }

    @Test
    void names_only_known_datasets_as_overlaps() {
        for (DatasetInfo dataset : catalogue.datasets()) {
            assertTrue(dataset.domainOverlaps().stream()
                    .allMatch(id -> catalogue.dataset(id).isPresent()));
            assertTrue(dataset.subjectOverlaps().stream()
                    .allMatch(id -> catalogue.dataset(id).isPresent()));
        }
    }

    @Test
    void splits_add_up_to_the_number_of_samples() {
        for (DatasetInfo dataset : catalogue.datasets()) {
            assertEquals(dataset.totalSamples(), dataset.splits().total(), dataset.id());
            assertEquals(dataset.totalSamples(), dataset.originalSplits().total(), dataset.id());
        }
    }

    private DatasetInfo info(String id) {
        return catalogue.dataset(id).orElseThrow();
    }

    private static DatasetInfo overlapping(String id, List<String> overlaps) {
        var sizes = new SplitSizes(1, 0, 0);
        return new DatasetInfo(id, id, "d", 1, 8, 8, 1, sizes, sizes, overlaps, List.of(), "", List.of());
    }
}
