package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder of one dataset.
 *
 * @param info read from it; task names in it are safe to be part of a path
 */
record DatasetFolder(Path folder, DatasetInfo info) {
    static Path labelFile(Path folder, TaskInfo task) {
        return folder.resolve("task_labels").resolve(task.name() + ".npy");
    }

    /** All files that {@link #open} reads, and the description. */
    List<Path> files() {
        var files = new ArrayList<Path>();
        files.add(folder.resolve("info.yaml"));
        files.add(imageFile());
        info.tasks().forEach(task -> files.add(labelFile(folder, task)));
        for (Split split : Split.values()) {
            files.add(splitFile(split));
        }
        return files;
    }

    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file, the place and the value found */
    Dataset open() {
        var labels = new TreeMap<String, TaskLabels>();
        for (TaskInfo task : info.tasks()) {
            labels.put(task.name(), labels(task));
        }
        var splits = new EnumMap<Split, int[]>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, SplitFile.read(splitFile(split), info.totalSamples()));
        }
        return new Dataset(info, images(), labels, splits);
    }

    private Path imageFile() {
        return folder.resolve("images.hdf5");
    }

    private Path splitFile(Split split) {
        return folder.resolve("splits").resolve(split.word() + ".txt");
    }

    private Images images() {
        Hdf5Images images = Hdf5Images.open(imageFile());
        if (images.count() != info.totalSamples()
                || images.channels() != info.channels()
                || images.height() != info.height()
                || images.width() != info.width()) {
            images.close();
            throw unreadable(imageFile() + " holds " + images.count() + " images of " + images.channels() + " x "
                    + images.height() + " x " + images.width() + ", info.yaml says " + info.totalSamples() + " of "
                    + info.channels() + " x " + info.height() + " x " + info.width());
        }
        return images;
    }

    private TaskLabels labels(TaskInfo task) {
        Path file = labelFile(folder, task);
        Npy npy = Npy.read(file);
        boolean multiLabel = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        int columns = multiLabel ? task.labels().size() : 1;
        if (npy.rows() != info.totalSamples() || npy.columns() != columns) {
            throw unreadable(file + " holds " + npy.rows() + " x " + npy.columns() + " labels, must be "
                    + info.totalSamples() + " x " + columns);
        }
        List<Integer> keys = multiLabel ? List.of(0, 1) : task.classKeys();
        Map<Long, Integer> classOf = new HashMap<>();
        keys.forEach(key -> classOf.put(key.longValue(), classOf.size()));
        int[] values = new int[npy.values().length];
        for (int i = 0; i < values.length; i++) {
            Integer found = classOf.get(npy.values()[i]);
            if (found == null) {
                throw unreadable(file + " has the label " + npy.values()[i] + " at index " + i / columns
                        + ", must be one of " + keys);
            }
            values[i] = found;
        }
        return new TaskLabels(task, values);
    }

    private static HoldoutException unreadable(String what) {
        return HoldoutException.user("DATA_UNREADABLE", what);
    }
}
