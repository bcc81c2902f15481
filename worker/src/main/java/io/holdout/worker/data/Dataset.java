package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** One opened dataset: its description, images, labels and splits. */
public final class Dataset implements AutoCloseable {
    private final DatasetInfo info;
    private final Images images;
    private final Map<String, TaskLabels> labels;
    private final Map<Split, int[]> splits;

    /** @param labels task name to labels, one entry for each task of {@code info} */
    public Dataset(DatasetInfo info, Images images, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        this.info = info;
        this.images = images;
        this.labels = new TreeMap<>(labels);
        this.splits = new EnumMap<>(splits);
    }

    public DatasetInfo info() {
        return info;
    }

    public Images images() {
        return images;
    }

    /** @throws IllegalArgumentException if the dataset has no such task */
    public TaskLabels labels(String task) {
        TaskLabels found = labels.get(task);
        if (found == null) {
            throw new IllegalArgumentException("dataset " + info.id() + " has no task '" + task + "'");
        }
        return found;
    }

    /** Positions of a split's images, in file order; empty for a split without a file. */
    public int[] split(Split split) {
        return splits.getOrDefault(split, new int[0]).clone();
    }

    @Override
    public void close() {
        images.close();
    }
}
