package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a sound dataset, {@code cells} of six grey 8 x 8 images, in one way and expects just that to be found. */
class DataCheckTest {
    private static final int SIZE = 8;

    @TempDir
    Path root;

    private Path cells;

    @BeforeEach
    void write_a_sound_dataset(@TempDir Path other) throws IOException {
        DataImport.run(new SourceFolder(other).write().folder, root, SIZE, id -> {});
        cells = root.resolve("cells");
    }

    @Test
    void finds_nothing_wrong_with_a_sound_dataset_given_alone_or_in_its_root() {
        assertEquals(List.of(), found(root));
        assertEquals(List.of(), found(cells));
    }

    @Test
    void names_each_label_out_of_range_by_index() throws IOException {
        write("task_labels/count.npy", new Npy(6, 1, new long[] {0, 5, 7, 5, 0, 10}).write(true));
        assertEquals(
                List.of(
                        "error cells/task_labels/count.npy:2: has the label 7, must be one of [0, 5, 10]",
                        "error cells/annotations.csv:4: has '10' in column 'tasks/count', task_labels/count.npy has [7]"
                                + " at index 2"),
                found(root));
    }

    @Test
    void names_the_column_of_a_multi_label_value_that_is_no_zero_or_one() throws IOException {
        write("task_labels/findings.npy", new Npy(6, 2, new long[] {0, 0, 1, 0, 0, 1, 1, 1, 0, 4, 1, 0}).write(false));
        assertEquals(
                "error cells/task_labels/findings.npy:4: has the label 4 in column 1, must be one of [0, 1]",
                found(root).get(0));
    }

    @Test
    void warns_of_a_class_without_images() throws IOException {
        write("task_labels/present.npy", new Npy(6, 1, new long[6]).write(true));
        assertEquals(
                "warning cells/task_labels/present.npy: has no image of the labels [1]",
                found(root).get(0));
    }

    @Test
    void finds_labels_of_the_wrong_shape_and_labels_that_are_missing() throws IOException {
        write("task_labels/count.npy", new Npy(5, 1, new long[5]).write(true));
        Files.delete(cells.resolve("task_labels/present.npy"));
        List<String> found = found(root);
        assertEquals("error cells/task_labels/count.npy: has the shape 5 x 1, must be 6 x 1", found.get(0));
        assertTrue(found.get(1).startsWith("error cells/task_labels/present.npy: there is no file"), found.get(1));
        assertEquals(2, found.size(), found.toString());
    }

    @Test
    void finds_an_image_in_two_splits_one_in_none_and_one_that_does_not_exist() throws IOException {
        write("splits/val.txt", "images/000002.tiff\nimages/000006.tiff\nimages/../3.tiff\n");
        assertEquals(
                List.of(
                        "error cells/splits/val.txt:1: names images/000002.tiff, which train names already",
                        "error cells/splits/val.txt:2: names 'images/000006.tiff', must be one of images/000000.tiff to"
                                + " images/000005.tiff",
                        "error cells/splits/val.txt:3: names 'images/../3.tiff', must be one of images/000000.tiff to"
                                + " images/000005.tiff",
                        "error cells/splits/val.txt: names 3 images, info.yaml says 1",
                        "error cells/splits:3: no split names images/000003.tiff"),
                found(root));
    }

    @Test
    void finds_a_split_that_is_missing() throws IOException {
        Files.delete(cells.resolve("splits/val.txt"));
        assertEquals(
                List.of(
                        "error cells/splits/val.txt: names 0 images, info.yaml says 1",
                        "error cells/splits:3: no split names images/000003.tiff"),
                found(root));
    }

    @Test
    void finds_sizes_that_do_not_add_up() throws IOException {
        edit("info.yaml", "train: 3\n  val: 1\n  test: 2\noriginal", "train: 4\n  val: 1\n  test: 2\noriginal");
        assertEquals(
                List.of(
                        "error cells/info.yaml: splits_num_samples add up to 7, total_num_samples is 6",
                        "error cells/splits/train.txt: names 3 images, info.yaml says 4"),
                found(root));
    }

    @Test
    void finds_a_pixel_that_differs_between_the_tiff_and_the_hdf5_file() throws IOException {
        try (var channel = FileChannel.open(cells.resolve("images.hdf5"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {9}), Hdf5Header.DATA_ADDRESS + 4 * 64 + 19);
        }
        assertEquals(
                List.of("error cells/images/000004.tiff:4: differs from images.hdf5 first at row 2, column 3: 160,"
                        + " there 9"),
                found(root));
    }

    @Test
    void finds_tiffs_that_are_missing_broken_of_another_shape_or_too_many() throws IOException {
        Files.delete(cells.resolve("images/000000.tiff"));
        write("images/000001.tiff", "no image");
        write("images/000002.tiff", TiffFile.encode(new byte[16], 1, 4, 4));
        write("images/000006.tiff", TiffFile.encode(new byte[64], 1, 8, 8));
        assertEquals(
                List.of(
                        "warning cells/images: holds images/000006.tiff, which is no image of it",
                        "error cells/images/000000.tiff:0: is missing",
                        "error cells/images/000001.tiff:1: is in no known format, must be JPEG, PNG, TIFF, BMP or GIF",
                        "error cells/images/000002.tiff:2: is an image of 1 x 4 x 4, info.yaml says 1 x 8 x 8"),
                found(root));
    }

    @Test
    void finds_an_hdf5_file_that_is_cut_off_and_still_looks_at_the_tiffs() throws IOException {
        try (var channel = FileChannel.open(cells.resolve("images.hdf5"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        Files.delete(cells.resolve("images/000000.tiff"));
        List<String> found = found(root);
        assertTrue(found.get(0).startsWith("error cells/images.hdf5: "), found.get(0));
        assertEquals("error cells/images/000000.tiff:0: is missing", found.get(1));
    }

    @Test
    void finds_annotations_that_disagree() throws IOException {
        edit("annotations.csv", "images/000003.tiff,val,5,0,\"[1, 1]\"", "images/000003.tiff,test,10,0,[1 0]");
        assertEquals(
                List.of(
                        "error cells/annotations.csv:5: has the split 'test', but splits/val.txt names the image",
                        "error cells/annotations.csv:5: has '10' in column 'tasks/count', task_labels/count.npy has [5]"
                                + " at index 3",
                        "error cells/annotations.csv:5: has '[1 0]' in column 'tasks/findings', task_labels/findings.npy"
                                + " has [1, 1] at index 3"),
                found(root));
    }

    @Test
    void finds_images_without_or_with_two_annotations() throws IOException {
        edit("annotations.csv", "images/000003.tiff,val,5,0,\"[1, 1]\"", "images/000001.tiff,train,5,1,\"[1, 0]\"");
        assertEquals(
                List.of(
                        "error cells/annotations.csv:5: names images/000001.tiff a second time",
                        "error cells/annotations.csv: has no row for images/000003.tiff"),
                found(root));
    }

    @Test
    void lists_twenty_faults_of_a_file_and_counts_the_others() throws IOException {
        write("splits/test.txt", IntStream.range(0, 50).mapToObj(i -> "x" + i).collect(Collectors.joining("\n")));
        List<String> inFile = found(root).stream()
                .filter(each -> each.contains("splits/test.txt"))
                .toList();
        assertEquals(Findings.MAX_LISTED + 1, inFile.size());
        assertEquals("error cells/splits/test.txt: and 31 more", inFile.get(Findings.MAX_LISTED));
    }

    @Test
    void warns_of_a_folder_named_otherwise_than_its_dataset() throws IOException {
        Files.move(cells, root.resolve("zellen"));
        assertEquals(
                List.of("warning zellen/info.yaml: has the id 'cells' in a folder named 'zellen'; the id is used"),
                found(root));
    }

    @Test
    void finds_one_id_in_two_folders_and_an_unsafe_task_name() throws IOException {
        Files.createDirectories(root.resolve("copy"));
        Files.copy(cells.resolve("info.yaml"), root.resolve("copy/info.yaml"));
        Files.createDirectories(root.resolve("evil"));
        Files.writeString(
                root.resolve("evil/info.yaml"),
                Files.readString(cells.resolve("info.yaml")).replace("\"count\"", "\"../count\""));
        List<String> found = found(root);
        assertTrue(
                found.contains("error copy/info.yaml: has the id 'cells' of cells/info.yaml; ids must be unique"),
                found.toString());
        assertTrue(
                found.stream().anyMatch(each -> each.startsWith("error evil/info.yaml: ") && each.contains("../count")),
                found.toString());
    }

    @Test
    void finds_overlaps_with_nobody_and_warns_of_overlaps_of_one_side() throws IOException {
        edit("info.yaml", "- \"pbc\"", "- \"pcb\"\n- \"others\"");
        Path others = root.resolve("others");
        Files.createDirectories(others);
        Files.writeString(
                others.resolve("info.yaml"),
                Files.readString(cells.resolve("info.yaml"))
                        .replace("id: \"cells\"", "id: \"others\"")
                        .replace("- \"pcb\"\n- \"others\"", "- \"pbc\""));
        List<String> found = found(root);
        assertTrue(
                found.get(0).startsWith("error cells/info.yaml: domain_overlaps names 'pcb', must be one of"),
                found.get(0));
        assertTrue(
                found.get(1).startsWith("warning cells/info.yaml: domain_overlaps names 'others', which does not name"),
                found.get(1));
    }

    @Test
    void warns_of_files_and_folders_that_are_not_needed_or_not_there() throws IOException {
        Files.delete(cells.resolve("LICENSE"));
        Files.delete(cells.resolve("annotations.csv"));
        Files.createDirectories(root.resolve("notes"));
        assertEquals(
                List.of(
                        "warning notes: is no dataset: it has no info.yaml",
                        "warning cells/annotations.csv: is missing",
                        "warning cells/LICENSE: is missing"),
                found(root));
    }

    @Test
    void says_which_dataset_it_is_at() {
        var told = new ArrayList<String>();
        DataCheck.run(root, told::add);
        assertEquals(List.of("cells"), told);
    }

    @Test
    void refuses_a_root_that_is_missing_or_empty(@TempDir Path empty) {
        for (Path nothing : List.of(empty, empty.resolve("nowhere"))) {
            var failure = assertThrows(HoldoutException.class, () -> DataCheck.run(nothing, id -> {}))
                    .failure();
            assertEquals("DATA_MISSING", failure.code());
        }
    }

    private static List<String> found(Path where) {
        return DataCheck.run(where, id -> {}).stream().map(Finding::toString).toList();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(cells.resolve(name), text);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(cells.resolve(name), bytes);
    }

    private void edit(String name, String from, String to) throws IOException {
        String before = Files.readString(cells.resolve(name));
        assertTrue(before.contains(from), before);
        write(name, before.replace(from, to));
    }
}
