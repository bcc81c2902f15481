package io.holdout.protocol.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfoYamlTest {
    private static final String GOOD =
            """
            id: aml
            name: AML Cytomorphology
            domain: Microscopy
            input_size: [3, 224, 224]
            total_num_samples: 18_365
            splits_num_samples: {train: 12_855, val: 1836, test: 3674}
            original_splits_num_samples: {train: 18365}
            domain_overlaps: [pbc]
            authors: [someone else]
            license: CC BY-SA 4.0
            tasks:
            - task_name: severity
              task_target: ORDINAL_REGRESSION
              labels: {10: last, 0: first, 4: middle}
            - task_name: sick
              task_target: BINARY_CLASSIFICATION
              labels: {0: no, 1: yes}
            - task_name: findings
              task_target: MULTILABEL_CLASSIFICATION
              labels: {0: a, 1: b}
            """;

    @Test
    void reads_integers_with_underscores_as_yaml_1_1_writes_them() {
        var info = InfoYaml.read(GOOD, "info.yaml");
        assertEquals(18365, info.totalSamples());
        assertEquals(new SplitSizes(12855, 1836, 3674), info.splits());
        assertEquals(new SplitSizes(18365, 0, 0), info.originalSplits());
    }

    @Test
    void reads_label_keys_in_class_order_and_the_words_yes_and_no_as_text() {
        var tasks = InfoYaml.read(GOOD, "info.yaml").tasks();
        assertEquals(List.of(0, 4, 10), tasks.get(0).classKeys());
        assertEquals(Map.of(0, "no", 1, "yes"), tasks.get(1).labels());
    }

    @Test
    void takes_absent_overlaps_as_none() {
        var info = InfoYaml.read(GOOD, "info.yaml");
        assertEquals(List.of("pbc"), info.domainOverlaps());
        assertEquals(List.of(), info.subjectOverlaps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id: aml                         | id: ../aml                    | id '../aml'
                    id: aml                         | id: ''                        | id is missing
                    id: aml                         | id: "a\\nb"                   | must be 1 to 64 of
                    id: aml                         | identity: aml                 | id is missing
                    name: AML                       | id: aml                       | line 2
                    [3, 224, 224]                   | [3, 224]                      | must be [channels, height, width]
                    [3, 224, 224]                   | [2, 224, 224]                 | must be 1 or 3
                    [3, 224, 224]                   | [3, 0, 224]                   | input_size[1] is 0
                    [3, 224, 224]                   | 224                           | must be a list
                    18_365                          | many                          | total_num_samples is "many"
                    18_365                          | -3                            | total_num_samples is -3
                    18_365                          | 18365.5                       | must be an integer
                    18_365                          | 99999999999                   | must be an integer
                    val: 1836                       | validation: 1836              | has the split 'validation'
                    val: 1836                       | val: -1                       | splits_num_samples.val is -1
                    domain_overlaps: [pbc]          | domain_overlaps: pbc          | domain_overlaps is "pbc", must be a list
                    domain_overlaps: [pbc]          | domain_overlaps: [a/b]        | domain_overlaps[0] is 'a/b'
                    domain_overlaps: [pbc]          | domain_overlaps: [pbc, pbc]   | twice
                    task_name: sick                 | task_name: ../../etc/passwd   | tasks[1] has the task_name '../../etc/passwd'
                    task_name: sick                 | task_name: a\\b               | must be 1 to 100
                    task_name: sick                 | task_name: ..                 | must be 1 to 100
                    task_name: sick                 | task_name: "a\\tb"            | must be 1 to 100
                    task_name: sick                 | task_name: severity           | a second time
                    BINARY_CLASSIFICATION           | BINARY                        | must be one of [MULTICLASS_CLASSIFICATION
                    {10: last, 0: first, 4: middle} | {10: last, 10: first}         | Duplicate field '10'
                    {10: last, 0: first, 4: middle} | {1: last, 01: first}          | has the key 01 twice
                    {10: last, 0: first, 4: middle} | {one: last, 0: first}         | has the key 'one'
                    {10: last, 0: first, 4: middle} | {0: only}                     | must be 2 to
                    {10: last, 0: first, 4: middle} | [a, b]                        | must be a mapping
                    {10: last, 0: first, 4: middle} | {0: [a], 1: b}                | must be text
                    {0: no, 1: yes}                 | {1: no, 2: yes}               | of a binary task they must be [0, 1]
                    {0: no, 1: yes}                 | {0: no, 1: yes, 2: so}        | of a binary task they must be [0, 1]
                    {0: a, 1: b}                    | {0: a, 2: b}                  | they must be 0 to 1
                    """)
    void refuses_what_is_wrong_naming_file_place_and_value(String part, String replacement, String expected) {
        assertTrue(GOOD.contains(part));
        var e = assertThrows(
                HoldoutException.class,
                () -> InfoYaml.read(
                        GOOD.replaceFirst(
                                java.util.regex.Pattern.quote(part),
                                java.util.regex.Matcher.quoteReplacement(replacement)),
                        "data/aml/info.yaml"));
        assertEquals("BAD_INFO_YAML", e.failure().code());
        assertEquals(FailureClass.USER, e.failure().failureClass());
        assertTrue(e.getMessage().contains("data/aml/info.yaml: "), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "[1, 2]", "{", "a: b: c", "---\nid: a\n---\nid: b\n", "tasks: *missing"})
    void refuses_what_is_no_description_at_all(String text) {
        var e = assertThrows(HoldoutException.class, () -> InfoYaml.read(text, "info.yaml"));
        assertEquals("BAD_INFO_YAML", e.failure().code());
    }

    @Test
    void refuses_a_text_too_long_to_be_a_description() {
        String text = GOOD + "#".repeat(InfoYaml.MAX_CHARS);
        assertThrows(HoldoutException.class, () -> InfoYaml.read(text, "info.yaml"));
    }

    @Test
    void allows_the_names_that_medimeta_uses() {
        for (DatasetInfo dataset : MedimetaCatalogue.load().datasets()) {
            assertTrue(SafeName.isDatasetId(dataset.id()));
            dataset.tasks().forEach(t -> assertTrue(SafeName.isTaskName(t.name()), t.name()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../x", "a/b", "a\\b", "a\u0000b", "a\nb", " a", "a ", "a.", ".hidden", "-x"})
    void finds_no_path_trick_safe(String name) {
        assertFalse(SafeName.isTaskName(name), name);
        assertFalse(SafeName.isDatasetId(name), name);
    }

    @Test
    void finds_a_name_too_long_for_a_file_unsafe() {
        assertFalse(SafeName.isTaskName("x".repeat(101)));
        assertFalse(SafeName.isDatasetId("x".repeat(65)));
    }
}
