package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MedimetaFolderTest {
    @TempDir
    Path root;

    Path folder;

    @BeforeEach
    void writeOne() {
        folder = SmallDataset.write(root, 3);
    }

    @Test
    void reads_back_what_was_written() {
        try (var data = new MedimetaFolder(root, null)) {
            assertEquals(List.of(SmallDataset.info(3)), data.catalogue().datasets());
            Dataset dataset = data.open(SmallDataset.ID);
            for (int i = 0; i < SmallDataset.SAMPLES; i++) {
                byte[] pixels = new byte[dataset.images().bytesPerImage()];
                dataset.images().read(i, pixels);
                assertArrayEquals(SmallDataset.image(i, 3), pixels);
                assertEquals(
                        SmallDataset.LABELS.get("severity grade").classOf(i),
                        dataset.labels("severity grade").classOf(i));
                assertEquals(
                        SmallDataset.LABELS.get("findings").value(i, 1),
                        dataset.labels("findings").value(i, 1));
            }
            assertArrayEquals(new int[] {4, 0, 2}, dataset.split(Split.TRAIN));
            assertArrayEquals(new int[0], dataset.split(Split.VAL));
            assertArrayEquals(new int[] {1, 3, 5}, dataset.split(Split.TEST));
            assertSame(dataset, data.open(SmallDataset.ID));
        }
    }

    @Test
    void knows_a_dataset_by_its_id_and_not_by_its_folder() throws IOException {
        Files.move(folder, root.resolve("renamed"));
        try (var data = new MedimetaFolder(root, null)) {
            assertEquals(6, data.open(SmallDataset.ID).images().count());
            assertRefused("DATA_MISSING", () -> data.open("renamed"), "renamed", "[small]");
        }
    }

    @Test
    void passes_over_what_is_no_dataset() throws IOException {
        Files.createDirectories(root.resolve("notes"));
        Files.writeString(root.resolve("readme.txt"), "hello");
        Files.createDirectories(root.resolve(".small.half-written"));
        Files.writeString(root.resolve(".small.half-written/info.yaml"), "not yet");
        try (var data = new MedimetaFolder(root, null)) {
            assertEquals(1, data.catalogue().datasets().size());
        }
    }

    @Test
    void refuses_two_folders_with_one_id() {
        Path other = SmallDataset.write(root.resolve("elsewhere"), 3);
        move(other, root.resolve("twin"));
        assertRefused("BAD_INFO_YAML", this::open, "small/info.yaml", "twin/info.yaml");
    }

    @Test
    void refuses_a_root_that_is_missing_or_holds_nothing() throws IOException {
        Path nowhere = root.resolve("nowhere");
        assertRefused("DATA_MISSING", () -> new MedimetaFolder(nowhere, null), nowhere.toString());
        Files.createDirectories(nowhere);
        assertRefused("DATA_MISSING", () -> new MedimetaFolder(nowhere, null), nowhere.toString());
    }

    @Test
    void refuses_a_task_name_that_leaves_the_folder() throws IOException {
        replace("info.yaml", "\"sick\"", "\"../../sick\"");
        assertRefused("BAD_INFO_YAML", this::open, "info.yaml", "../../sick");
    }

    @Test
    void refuses_a_description_that_is_no_text() throws IOException {
        Files.write(folder.resolve("info.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertRefused("BAD_INFO_YAML", this::open, "info.yaml", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.hdf5", "task_labels/sick.npy"})
    void refuses_a_dataset_without_one_of_its_files(String file) throws IOException {
        Files.delete(folder.resolve(file));
        assertRefused("DATA_MISSING", this::open, file);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 100, 700, 1200, 2047, 2048, 2048 + 359})
    void refuses_an_hdf5_file_that_is_cut_off_anywhere(long size) throws IOException {
        truncate("images.hdf5", size);
        assertRefused("DATA_UNREADABLE", this::open, "images.hdf5");
    }

    @Test
    void says_how_much_of_a_cut_off_file_is_there() throws IOException {
        truncate("images.hdf5", 2048 + 200);
        assertRefused("DATA_UNREADABLE", this::open, "has 2248 bytes", "6 images end at byte 2408");
    }

    @Test
    void refuses_images_of_another_number_or_size_than_described() throws IOException {
        replace("info.yaml", "- 4\n", "- 5\n");
        assertRefused("DATA_UNREADABLE", this::open, "6 images of 3 x 5 x 4", "6 of 3 x 5 x 5");
    }

    @Test
    void refuses_a_label_that_is_no_key() throws IOException {
        writeLabels("severity grade", new Npy(6, 1, new long[] {0, 4, 10, 5, 4, 0}));
        assertRefused("DATA_UNREADABLE", this::open, "severity grade.npy", "label 5 at index 3", "[0, 4, 10]");
    }

    @Test
    void refuses_a_label_that_would_only_fit_after_losing_bits() throws IOException {
        writeLabels("sick", new Npy(6, 1, new long[] {0, 1, 0, 1L << 32, 1, 0}));
        assertRefused("DATA_UNREADABLE", this::open, "label 4294967296 at index 3", "[0, 1]");
    }

    @Test
    void refuses_a_multi_label_value_that_is_neither_zero_nor_one() throws IOException {
        writeLabels("findings", new Npy(6, 2, new long[] {0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0}));
        assertRefused("DATA_UNREADABLE", this::open, "findings.npy", "label 2 at index 2", "[0, 1]");
    }

    @Test
    void refuses_labels_of_another_number_than_there_are_images() throws IOException {
        writeLabels("sick", new Npy(5, 1, new long[5]));
        assertRefused("DATA_UNREADABLE", this::open, "sick.npy", "5 x 1 labels", "6 x 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/000006.tiff", "images/../000001.tiff", "/etc/passwd", "images/1.png", "-1"})
    void refuses_a_split_that_names_what_is_no_image(String line) throws IOException {
        Files.writeString(folder.resolve("splits/test.txt"), "images/000001.tiff\n" + line + "\n");
        assertRefused("DATA_UNREADABLE", this::open, "test.txt:2", line, "images/000005.tiff");
    }

    @Test
    void closes_for_good() {
        var data = new MedimetaFolder(root, null);
        Images images = data.open(SmallDataset.ID).images();
        data.close();
        assertRefused("DATA_UNREADABLE", () -> images.read(0, new byte[60]), "image 0");
        assertThrows(IllegalStateException.class, () -> data.open(SmallDataset.ID));
    }

    private void open() {
        try (var data = new MedimetaFolder(root, null)) {
            data.open(SmallDataset.ID);
        }
    }

    private static void assertRefused(String code, Runnable action, String... parts) {
        var e = assertThrows(HoldoutException.class, action::run);
        assertEquals(code, e.failure().code());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        if (!e.getMessage().contains("ClosedChannel")) {
            assertEquals(FailureClass.USER, e.failure().failureClass());
        }
    }

    private void replace(String file, String part, String replacement) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(part), text);
        Files.writeString(folder.resolve(file), text.replace(part, replacement));
    }

    private void writeLabels(String task, Npy npy) throws IOException {
        Files.write(folder.resolve("task_labels/" + task + ".npy"), npy.write(npy.columns() == 1));
    }

    private void truncate(String file, long size) throws IOException {
        try (var channel = FileChannel.open(folder.resolve(file), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
