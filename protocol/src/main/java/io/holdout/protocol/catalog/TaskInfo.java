package io.holdout.protocol.catalog;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One labelling of a dataset.
 *
 * @param dataset the id of the dataset it labels
 * @param name as in {@code info.yaml}; also the name of its {@code task_labels/<name>.npy}
 * @param target what kind of labelling it is
 * @param labels label key to label name, ascending by key; ordinal keys need not be contiguous (0, 1, 4, 6): a class is
 *     the position of its key in this map. For multi-label tasks the keys are column numbers
 */
public record TaskInfo(String dataset, String name, TaskTarget target, SortedMap<Integer, String> labels) {
    public TaskInfo {
        labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public TaskRef ref() {
        return new TaskRef(dataset, name);
    }

    /** Label keys in class order: {@code classKeys().get(c)} is the stored value of class {@code c}. */
    public List<Integer> classKeys() {
        return List.copyOf(labels.keySet());
    }

    /** Outputs of a linear head for the whole task (before any class filter). */
    public int headOutputs() {
        return target.headOutputs(labels.size());
    }
}
