package io.holdout.coordinator.plan;

import io.holdout.protocol.trial.TrialId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The graph of trials that a sweep file means, and the experiments that they make. */
public final class Plan {
    private final String name;
    private final String digest;
    private final List<PlannedTrial> trials;
    private final List<Row> rows;
    private final List<Column> columns;
    private final List<Experiment> experiments;
    private final Map<TrialId, Integer> indices;

    Plan(
            String name,
            String digest,
            List<PlannedTrial> trials,
            List<Row> rows,
            List<Column> columns,
            List<Experiment> experiments) {
        this.name = name;
        this.digest = digest;
        this.trials = List.copyOf(trials);
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.experiments = List.copyOf(experiments);
        var byId = new HashMap<TrialId, Integer>();
        for (PlannedTrial trial : this.trials) {
            byId.put(trial.id(), trial.index());
        }
        this.indices = byId;
    }

    /** The sweep's name. */
    public String name() {
        return name;
    }

    /** SHA-256 (64 lower-case hex digits) over the trials in order and the experiments: equal plans have equal digests. */
    public String digest() {
        return digest;
    }

    /** All trials; every trial comes after its dependencies. */
    public List<PlannedTrial> trials() {
        return trials;
    }

    /** The table's rows: by strategy, backbone, then settings. */
    public List<Row> rows() {
        return rows;
    }

    /** The table's columns: targets, datasets ascending by id, tasks in the order of their dataset. */
    public List<Column> columns() {
        return columns;
    }

    /** Row by row, in each row column by column: {@code rows().size() * columns().size()} cells. */
    public List<Experiment> experiments() {
        return experiments;
    }

    /** The cell at this place. */
    public Experiment experiment(int row, int column) {
        return experiments.get(row * columns.size() + column);
    }

    /** Where a trial stands in {@link #trials()}; empty if it is not of this plan. */
    public OptionalInt indexOf(TrialId id) {
        Integer index = indices.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
