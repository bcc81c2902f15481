package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetWriterTest {
    @TempDir
    Path root;

    @Test
    void writes_every_file_of_the_format_and_no_file_for_an_empty_split() throws IOException {
        assertEquals(
                new TreeSet<>(List.of(
                        "LICENSE",
                        "annotations.csv",
                        "images.hdf5",
                        "images/000000.tiff",
                        "images/000001.tiff",
                        "images/000002.tiff",
                        "images/000003.tiff",
                        "images/000004.tiff",
                        "images/000005.tiff",
                        "info.yaml",
                        "original_splits/test.txt",
                        "original_splits/train.txt",
                        "splits/test.txt",
                        "splits/train.txt",
                        "task_labels/findings.npy",
                        "task_labels/severity grade.npy",
                        "task_labels/sick.npy")),
                files(SmallDataset.write(root, 3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void another_reader_of_hdf5_finds_unsigned_bytes_at_2048(int channels) throws IOException {
        Path file = SmallDataset.write(root, channels).resolve("images.hdf5");
        int size = SmallDataset.HEIGHT * SmallDataset.WIDTH * channels;
        try (var hdf = new HdfFile(file)) {
            var images = hdf.getDatasetByPath("images");
            assertArrayEquals(channels == 1 ? new int[] {6, 5, 4} : new int[] {6, 5, 4, 3}, images.getDimensions());
            int[] values = (int[]) images.getDataFlat();
            for (int i = 0; i < values.length; i++) {
                assertEquals(SmallDataset.image(i / size, channels)[i % size] & 0xff, values[i]);
            }
        }
        assertEquals(2048 + 6 * size, Files.size(file));
    }

    @Test
    void another_reader_of_tiff_finds_the_same_pixels_uncompressed() throws IOException {
        Path file = SmallDataset.write(root, 3).resolve("images/000003.tiff");
        var image = ImageIO.read(file.toFile());
        byte[] expected = SmallDataset.image(3, 3);
        for (int p = 0; p < SmallDataset.HEIGHT * SmallDataset.WIDTH; p++) {
            int rgb = (expected[3 * p] & 0xff) << 16 | (expected[3 * p + 1] & 0xff) << 8 | expected[3 * p + 2] & 0xff;
            assertEquals(rgb, image.getRGB(p % SmallDataset.WIDTH, p / SmallDataset.WIDTH) & 0xffffff);
        }
    }

    @Test
    void writes_a_description_that_reads_back_equal() throws IOException {
        Path folder = SmallDataset.write(root, 1);
        assertEquals(SmallDataset.info(1), InfoYaml.read(Files.readString(folder.resolve("info.yaml")), "info.yaml"));
    }

    @Test
    void writes_a_description_without_a_licence_that_reads_back_equal() {
        DatasetInfo info = SmallDataset.info(1);
        var free = new DatasetInfo(
                info.id(),
                info.name(),
                info.domain(),
                1,
                info.height(),
                info.width(),
                info.totalSamples(),
                info.splits(),
                info.originalSplits(),
                List.of(),
                List.of(),
                "",
                info.tasks());
        assertEquals(free, InfoYaml.read(InfoYamlText.of(free), "info.yaml"));
    }

    @Test
    void writes_keys_of_ordinal_labels_and_a_row_for_each_multi_label_image() {
        Path folder = SmallDataset.write(root, 1);
        Npy grade = Npy.read(folder.resolve("task_labels/severity grade.npy"));
        assertArrayEquals(new long[] {0, 4, 10, 10, 4, 0}, grade.values());
        Npy findings = Npy.read(folder.resolve("task_labels/findings.npy"));
        assertEquals(2, findings.columns());
        assertArrayEquals(new long[] {0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1}, findings.values());
    }

    @Test
    void lists_every_image_with_its_split_and_labels() throws IOException {
        List<String> lines = Files.readAllLines(SmallDataset.write(root, 1).resolve("annotations.csv"));
        assertEquals("filepath,split,tasks/severity grade,tasks/sick,tasks/findings", lines.get(0));
        assertEquals("images/000003.tiff,test,10,1,\"[1, 1]\"", lines.get(4));
        assertEquals(1 + SmallDataset.SAMPLES, lines.size());
    }

    @Test
    void the_same_dataset_gives_the_same_bytes() throws IOException {
        Path first = SmallDataset.write(root.resolve("a"), 3);
        Path second = SmallDataset.write(root.resolve("b"), 3);
        for (String file : files(first)) {
            assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
        }
    }

    @Test
    void replaces_nothing() throws IOException {
        Path folder = Files.createDirectories(root.resolve(SmallDataset.ID));
        var e = assertThrows(HoldoutException.class, () -> SmallDataset.write(root, 3));
        assertEquals("DATA_EXISTS", e.failure().code());
        assertEquals(List.of(), List.copyOf(files(folder)));
    }

    @Test
    void keeps_nothing_when_the_painter_fails_half_way() throws IOException {
        var failure = new IllegalStateException("no more paint");
        var thrown = assertThrows(
                IllegalStateException.class,
                () -> write(SmallDataset.info(3), (index, into) -> {
                    if (index == 3) {
                        throw failure;
                    }
                }));
        assertSame(failure, thrown);
        assertNothingLeft();
    }

    @Test
    void keeps_nothing_when_the_disk_refuses_a_file_half_way() throws IOException {
        // A safe name whose 300 bytes are more than file systems take for a file: the images are written by then.
        TaskInfo sick = SmallDataset.SICK;
        var endless = new TaskInfo(SmallDataset.ID, "\u092e".repeat(100), sick.target(), sick.labels());
        var labels = Map.of(endless.name(), new TaskLabels(endless, new int[6]));
        DatasetInfo info = SmallDataset.info(SmallDataset.ID, 3, List.of(endless));
        var e = assertThrows(
                HoldoutException.class,
                () -> DatasetWriter.write(root, info, SmallDataset::paint, labels, SmallDataset.SPLITS));
        assertEquals("DATA_UNWRITABLE", e.failure().code());
        assertEquals(FailureClass.INFRASTRUCTURE, e.failure().failureClass());
        assertTrue(e.getMessage().contains(root.resolve(SmallDataset.ID).toString()), e.getMessage());
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../small", "a/b", "..", "", ".hidden"})
    void refuses_an_id_that_leaves_the_folder(String id) throws IOException {
        DatasetInfo info = SmallDataset.info(id, 3, SmallDataset.info(3).tasks());
        var e = assertThrows(HoldoutException.class, () -> write(info, SmallDataset::paint));
        assertEquals("BAD_NAME", e.failure().code());
        assertNothingLeft();
    }

    @Test
    void refuses_a_task_name_that_leaves_the_folder() throws IOException {
        TaskInfo sick = SmallDataset.SICK;
        var escaping = new TaskInfo(SmallDataset.ID, "../../escaped", sick.target(), sick.labels());
        DatasetInfo info = SmallDataset.info(SmallDataset.ID, 3, List.of(escaping));
        var e = assertThrows(HoldoutException.class, () -> write(info, SmallDataset::paint));
        assertTrue(e.getMessage().contains("../../escaped"), e.getMessage());
        assertNothingLeft();
    }

    @Test
    void refuses_an_image_in_two_splits_and_an_image_in_none() {
        for (int[] test : List.of(new int[] {1, 3, 4}, new int[] {1, 3}, new int[] {1, 3, 6})) {
            Map<Split, int[]> splits = Map.of(Split.TRAIN, new int[] {4, 0, 2}, Split.TEST, test);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DatasetWriter.write(
                            root, SmallDataset.info(3), SmallDataset::paint, SmallDataset.LABELS, splits));
        }
    }

    @Test
    void refuses_a_task_without_a_label_for_each_image() {
        var labels = new HashMap<>(SmallDataset.LABELS);
        labels.put("sick", new TaskLabels(SmallDataset.SICK, new int[5]));
        assertThrows(
                IllegalArgumentException.class,
                () -> DatasetWriter.write(
                        root, SmallDataset.info(3), SmallDataset::paint, labels, SmallDataset.SPLITS));
    }

    private void write(DatasetInfo info, DatasetWriter.Pixels pixels) {
        DatasetWriter.write(root, info, pixels, SmallDataset.LABELS, SmallDataset.SPLITS);
    }

    private void assertNothingLeft() throws IOException {
        try (var left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
        assertFalse(Files.exists(root.resolveSibling("escaped.npy")));
    }

    private static Set<String> files(Path folder) throws IOException {
        var names = new TreeSet<String>();
        try (var all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
        }
        return names;
    }
}
