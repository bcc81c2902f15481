package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;

/**
 * The labels of one task for every image of its dataset.
 *
 * <p>Values are stored row by row. Single-choice tasks have one column, the class (position of the label key among the
 * task's keys); binary tasks one column of 0 and 1; multi-label tasks a column of 0 and 1 for each label.
 */
public final class TaskLabels {
    private final TaskInfo task;
    private final int columns;
    private final int[] values;

    /** @param values samples x columns, row by row; see the class comment */
    public TaskLabels(TaskInfo task, int[] values) {
        this.task = task;
        this.columns = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION
                ? task.labels().size()
                : 1;
        if (values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " values do not fill rows of " + columns);
        }
        this.values = values.clone();
    }

    public TaskInfo task() {
        return task;
    }

    public int samples() {
        return values.length / columns;
    }

    /** 1, or the number of labels of a multi-label task. */
    public int columns() {
        return columns;
    }

    /** The class of a sample of a single-choice or binary task. */
    public int classOf(int sample) {
        if (columns != 1) {
            throw new IllegalStateException(task.ref() + " is multi-label");
        }
        return values[sample];
    }

    /** The value, 0 or 1 for multi-label tasks, in one column of a sample. */
    public int value(int sample, int column) {
        return values[sample * columns + column];
    }
}
