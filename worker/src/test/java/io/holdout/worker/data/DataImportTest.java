package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataImportTest {
    private static final int SIZE = 8;

    @TempDir
    Path temporary;

    private SourceFolder source;
    private Path target;

    @BeforeEach
    void name_folders() {
        source = new SourceFolder(temporary.resolve("source"));
        target = temporary.resolve("target");
    }

    @Test
    void writes_a_dataset_that_opens_with_labels_splits_and_pixels() throws IOException {
        source.write();
        run(source.folder);
        try (var data = new MedimetaFolder(target, null)) {
            Dataset cells = data.open("cells");
            assertEquals(1, cells.labels("count").classOf(3), "the key 5 is the class 1");
            assertEquals(1, cells.labels("present").classOf(4));
            assertEquals(1, cells.labels("findings").value(2, 1));
            assertArrayEquals(new int[] {0, 1, 2}, cells.split(Split.TRAIN));
            assertArrayEquals(new int[] {3}, cells.split(Split.VAL));
            assertArrayEquals(new int[] {4, 5}, cells.split(Split.TEST));
            assertEquals("no", cells.info().tasks().get(0).labels().get(10), "a YAML 1.1 truth value stays a name");
            byte[] pixels = new byte[SIZE * SIZE];
            cells.images().read(5, pixels);
            for (byte pixel : pixels) {
                assertEquals(200, pixel & 0xff);
            }
        }
    }

    @Test
    void writes_a_dataset_that_the_check_finds_nothing_wrong_with() throws IOException {
        source.write();
        run(source.folder);
        assertEquals(List.of(), DataCheck.run(target, id -> {}));
    }

    @Test
    void imports_every_folder_of_a_folder() throws IOException {
        new SourceFolder(temporary.resolve("all/b")).write();
        new SourceFolder(temporary.resolve("all/a"))
                .describe(SourceFolder.DESCRIPTION.replace("id: cells", "id: others"))
                .write();
        Files.createDirectories(temporary.resolve("all/notes"));
        assertEquals(List.of("others", "cells"), run(temporary.resolve("all")));
        assertTrue(Files.exists(target.resolve("others/info.yaml")));
        assertTrue(Files.exists(target.resolve("cells/info.yaml")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "images/1.png,train,7,1,1|0; has '7' in column 'count', must be one of [0, 5, 10]",
                "images/1.png,train,,1,1|0; has '' in column 'count', must be one of [0, 5, 10]",
                "images/1.png,train,5,2,1|0; has '2' in column 'present', must be one of [0, 1]",
                "images/1.png,train,5,1,1|0|1; must be 2 zeros and ones joined by |",
                "images/1.png,train,5,1,1|3; has '3' in column 'findings', must be one of [0, 1]",
                "images/1.png,training,5,1,1|0; has the split 'training', must be train, val or test",
                "images/9.png,train,5,1,1|0; names the image 'images/9.png', but there is no file",
                "images/0.png,train,5,1,1|0; names the image images/0.png of line 2 again",
                "images/../../x.png,train,5,1,1|0; must be a relative path in",
                "/etc/passwd,train,5,1,1|0; must be a relative path in",
                "images/1.png,train,5; has 3 values, the header has 5 names"
            })
    void refuses_a_bad_row_by_file_and_line_and_writes_nothing(String row, String complaint) throws IOException {
        source.line(3, row).write();
        String message = refusal("BAD_IMPORT", source.folder);
        assertTrue(message.startsWith(source.folder.resolve("labels.csv") + ":3: "), message);
        assertTrue(message.contains(complaint), message);
        assertFalse(Files.exists(target));
    }

    @Test
    void reads_a_table_that_a_spreadsheet_began_with_a_byte_order_mark() throws IOException {
        source.line(1, "\ufeff" + SourceFolder.HEADER).write();
        assertEquals(List.of("cells"), run(source.folder));
    }

    @Test
    void refuses_a_table_without_a_column_for_each_task() throws IOException {
        source.line(1, "file,split,count,present,other").write();
        String message = refusal("BAD_IMPORT", source.folder);
        assertTrue(message.contains("labels.csv:1: lacks the columns [findings]"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channels: 2", "channels: grey", "chanels: 1"})
    void refuses_channels_other_than_one_or_three(String line) throws IOException {
        source.describe(SourceFolder.DESCRIPTION.replace("channels: 1", line)).write();
        String message = refusal("BAD_INFO_YAML", source.folder);
        assertTrue(message.contains("must be 1 (grey) or 3 (RGB)"), message);
    }

    @Test
    void refuses_a_task_name_that_would_leave_the_folder() throws IOException {
        source.describe(SourceFolder.DESCRIPTION.replace("task_name: count", "task_name: ../count"))
                .write();
        String message = refusal("BAD_INFO_YAML", source.folder);
        assertTrue(message.contains("../count"), message);
    }

    @Test
    void names_the_line_of_a_broken_image_and_leaves_no_half_dataset() throws IOException {
        source.write();
        Files.writeString(source.folder.resolve("images/4.png"), "no image");
        String message = refusal("BAD_IMPORT", source.folder);
        assertTrue(message.startsWith(source.folder.resolve("labels.csv") + ":6: the image "), message);
        assertTrue(message.contains("is in no known format"), message);
        try (var left = Files.list(target)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void replaces_nothing() throws IOException {
        source.write();
        Files.createDirectories(target.resolve("cells"));
        refusal("DATA_EXISTS", source.folder);
    }

    @Test
    void refuses_one_id_in_two_folders() throws IOException {
        new SourceFolder(temporary.resolve("all/a")).write();
        new SourceFolder(temporary.resolve("all/b")).write();
        String message = refusal("BAD_IMPORT", temporary.resolve("all"));
        assertTrue(message.contains("ids must differ"), message);
    }

    @Test
    void says_that_there_is_nothing_to_import() {
        refusal("DATA_MISSING", temporary);
        refusal("DATA_MISSING", temporary.resolve("nowhere"));
    }

    private List<String> run(Path from) {
        var done = new ArrayList<String>();
        DataImport.run(from, target, SIZE, done::add);
        return done;
    }

    private String refusal(String code, Path from) {
        var failure = assertThrows(HoldoutException.class, () -> run(from)).failure();
        assertEquals(code, failure.code());
        return failure.message();
    }
}
