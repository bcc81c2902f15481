package io.holdout.protocol.catalog;

import java.util.Comparator;

/** Names one task of one dataset; written {@code dataset/task name}, ordered by dataset, then task. */
public record TaskRef(String dataset, String task) implements Comparable<TaskRef> {
    private static final Comparator<TaskRef> ORDER =
            Comparator.comparing(TaskRef::dataset).thenComparing(TaskRef::task);

    @Override
    public int compareTo(TaskRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dataset + "/" + task;
    }
}
