package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Column;
import io.holdout.protocol.catalog.TaskRef;
import java.util.List;

/**
 * One column of a table, in words: a held-out task, or several of which it has the mean.
 *
 * @param group under which it stands: a dataset, a domain, a kind of target, a backbone
 * @param name such as the task's; unique in its group
 * @param target kind of labelling, as {@link io.holdout.protocol.catalog.TaskTarget#word()}; empty if of several
 * @param domain of the dataset; empty if of several
 * @param primary whether it is the first task of its dataset
 * @param tasks that it is the mean of
 */
public record Heading(String group, String name, String target, String domain, boolean primary, List<TaskRef> tasks) {
    public Heading {
        tasks = List.copyOf(tasks);
    }

    public static Heading of(Column column) {
        return new Heading(
                column.task().dataset(),
                column.task().task(),
                column.target().word(),
                column.domain(),
                column.primary(),
                List.of(column.task()));
    }

    /** Such as {@code bus/malignancy}. */
    public String title() {
        return group + "/" + name;
    }
}
