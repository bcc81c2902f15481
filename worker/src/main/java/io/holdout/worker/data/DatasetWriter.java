package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes one dataset folder in MedIMeta's format, whole or not at all: beside its place, then renamed. Holds one image at
 * a time.
 */
public final class DatasetWriter {
    /** Where the pixels of an image come from. */
    public interface Pixels {
        /** Fills in one image: unsigned bytes, row by row, channels interleaved. */
        void paint(int index, byte[] into);
    }

    private final DatasetInfo info;
    private final Pixels pixels;
    private final Map<String, TaskLabels> labels;
    private final Map<Split, int[]> splits;
    private final Path folder;

    private DatasetWriter(
            Path folder, DatasetInfo info, Pixels pixels, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        this.folder = folder;
        this.info = info;
        this.pixels = pixels;
        this.labels = labels;
        this.splits = splits;
    }

    /**
     * Writes {@code root/<id>}; replaces nothing: a folder that exists is refused.
     *
     * @param labels task name to labels (classes by position; label keys are written)
     * @param splits positions of each split's images; together every image exactly once
     * @throws HoldoutException DATA_EXISTS, or DATA_UNWRITABLE naming the folder
     */
    public static void write(
            Path root, DatasetInfo info, Pixels pixels, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        Path folder = root.resolve(info.id());
        Path aside = root.resolve("." + info.id() + "." + UUID.randomUUID());
        if (Files.exists(folder)) {
            throw HoldoutException.user("DATA_EXISTS", folder + " exists already; nothing was changed");
        }
        try {
            Files.createDirectories(aside.resolve("images"));
            new DatasetWriter(aside, info, pixels, labels, splits).writeAll();
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        } catch (UncheckedIOException e) {
            throw unwritable(folder, new IOException(e.getMessage(), e));
        } finally {
            delete(aside);
        }
    }

    private static HoldoutException unwritable(Path folder, IOException e) {
        return HoldoutException.infrastructure(
                "DATA_UNWRITABLE", "cannot write " + folder + " (" + e.getMessage() + "); nothing of it was kept", e);
    }

    private void writeAll() throws IOException {
        writeImages();
        for (TaskInfo task : info.tasks()) {
            writeText(
                    "task_labels/" + task.name() + ".npy",
                    keys(task).write(labelsOf(task).columns() == 1));
        }
        for (String kind : List.of("splits", "original_splits")) {
            for (Split split : Split.values()) {
                int[] positions = splits.getOrDefault(split, new int[0]);
                if (positions.length > 0) {
                    writeText(kind + "/" + split.word() + ".txt", SplitFile.text(positions));
                }
            }
        }
        writeText("annotations.csv", new AnnotationsCsv(info, labels, splits).text());
        writeText("info.yaml", InfoYamlText.of(info));
        writeText("LICENSE", info.license() + "\n");
    }

    private void writeImages() throws IOException {
        int channels = info.channels();
        byte[] image = new byte[info.height() * info.width() * channels];
        byte[] header = channels == 1
                ? Hdf5Header.of(info.totalSamples(), info.height(), info.width())
                : Hdf5Header.of(info.totalSamples(), info.height(), info.width(), channels);
        try (var hdf5 = FileChannel.open(
                folder.resolve("images.hdf5"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            all(hdf5, ByteBuffer.wrap(header));
            for (int i = 0; i < info.totalSamples(); i++) {
                pixels.paint(i, image);
                all(hdf5, ByteBuffer.wrap(image));
                Files.write(
                        folder.resolve(TiffFile.name(i)),
                        TiffFile.encode(image, channels, info.height(), info.width()));
            }
            hdf5.force(true);
        }
    }

    private static void all(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private TaskLabels labelsOf(TaskInfo task) {
        TaskLabels found = labels.get(task.name());
        if (found == null) {
            throw new IllegalArgumentException("no labels of " + task.ref());
        }
        return found;
    }

    private Npy keys(TaskInfo task) {
        TaskLabels of = labelsOf(task);
        List<Integer> keys = task.classKeys();
        boolean zeroOne = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        long[] values = new long[of.samples() * of.columns()];
        for (int i = 0; i < values.length; i++) {
            int value = of.value(i / of.columns(), i % of.columns());
            values[i] = zeroOne ? value : keys.get(value);
        }
        return new Npy(of.samples(), of.columns(), values);
    }

    private void writeText(String name, String text) throws IOException {
        writeText(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void writeText(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("'" + name + "' leaves the folder");
        }
        Files.createDirectories(file.getParent());
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            all(channel, ByteBuffer.wrap(bytes));
            channel.force(true);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean up " + folder, e);
        }
    }
}
