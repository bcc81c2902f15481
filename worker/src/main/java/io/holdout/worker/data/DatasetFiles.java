package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The files of one dataset folder, written into an empty folder. */
final class DatasetFiles {
    private final Path folder;
    private final DatasetInfo info;
    private final Map<String, TaskLabels> labels;
    private final Map<Split, int[]> splits;

    /** @param labels one entry for each task of {@code info} */
    DatasetFiles(Path folder, DatasetInfo info, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        this.folder = folder;
        this.info = info;
        this.labels = labels;
        this.splits = splits;
    }

    void write(DatasetWriter.Pixels pixels) throws IOException {
        writeImages(pixels);
        for (TaskInfo task : info.tasks()) {
            NewFolder.file(DatasetFolder.labelFile(folder, task), storedLabels(task));
        }
        for (String kind : List.of("splits", "original_splits")) {
            for (Split split : Split.values()) {
                int[] positions = splits.getOrDefault(split, new int[0]);
                if (positions.length > 0) {
                    text(kind + "/" + split.word() + ".txt", SplitFile.text(positions));
                }
            }
        }
        text("annotations.csv", new AnnotationsCsv(info, labels, splits).text());
        text("info.yaml", InfoYamlText.of(info));
        text("LICENSE", info.license() + "\n");
    }

    /**
     * Writes each image twice, as the format wants it. The TIFFs are left to the operating system to bring to disk: an
     * fsync costs milliseconds an image, nothing trains on them, and the check tells when one was lost.
     */
    private void writeImages(DatasetWriter.Pixels pixels) throws IOException {
        Files.createDirectory(folder.resolve("images"));
        byte[] image = new byte[info.height() * info.width() * info.channels()];
        try (var hdf5 = FileChannel.open(
                folder.resolve("images.hdf5"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NewFolder.append(hdf5, header());
            for (int i = 0; i < info.totalSamples(); i++) {
                pixels.paint(i, image);
                NewFolder.append(hdf5, image);
                Files.write(
                        folder.resolve(TiffFile.name(i)),
                        TiffFile.encode(image, info.channels(), info.height(), info.width()));
            }
            hdf5.force(true);
        }
    }

    private byte[] header() {
        return info.channels() == 1
                ? Hdf5Header.of(info.totalSamples(), info.height(), info.width())
                : Hdf5Header.of(info.totalSamples(), info.height(), info.width(), info.channels());
    }

    /** Label keys of single-choice tasks, zeros and ones of multi-label tasks. */
    private byte[] storedLabels(TaskInfo task) {
        TaskLabels of = labels.get(task.name());
        if (of == null) {
            throw new IllegalArgumentException("no labels of " + task.ref());
        }
        boolean multiLabel = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        List<Integer> keys = task.classKeys();
        long[] values = new long[of.samples() * of.columns()];
        for (int i = 0; i < values.length; i++) {
            int value = of.value(i / of.columns(), i % of.columns());
            values[i] = multiLabel ? value : keys.get(value);
        }
        return new Npy(of.samples(), of.columns(), values).write(!multiLabel);
    }

    private void text(String name, String text) throws IOException {
        NewFolder.file(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
