package io.holdout.coordinator.plan;

import io.holdout.protocol.catalog.TaskRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One target task under one row: one cell of the table.
 *
 * @param trials indices of the trials whose results make the cell: the adapt trials of its episodes, or one supervised
 * @param needs indices of all trials that must succeed for it, pre-training first
 * @param selection where its hyper-parameters come from if a search chooses them; before it has, there are no trials
 */
public record Experiment(
        Row row, TaskRef target, List<Integer> trials, List<Integer> needs, @Nullable Selection selection) {
    public Experiment {
        trials = List.copyOf(trials);
        needs = List.copyOf(needs);
    }

    /** This, before or without a choice of its search. */
    Experiment selecting(Selection other) {
        return new Experiment(row, target, List.of(), List.of(), other);
    }

    /** Of hyper-parameters that the sweep file gives. */
    public Experiment(Row row, TaskRef target, List<Integer> trials, List<Integer> needs) {
        this(row, target, trials, needs, null);
    }
}
