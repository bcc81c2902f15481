package io.holdout.coordinator.plan;

import io.holdout.protocol.catalog.TaskRef;
import java.util.List;

/**
 * One target task under one row: one cell of the table.
 *
 * @param trials indices of the trials whose results make the cell: the adapt trials of its episodes, or one supervised
 * @param needs indices of all trials that must succeed for it, pre-training first
 */
public record Experiment(Row row, TaskRef target, List<Integer> trials, List<Integer> needs) {
    public Experiment {
        trials = List.copyOf(trials);
        needs = List.copyOf(needs);
    }
}
