package io.holdout.coordinator.journal.cassandra;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Row;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a trial is called in the table {@code results}: a function of the plan alone. Pure.
 *
 * @param strategy of the rows of the table that use the trial; joined by {@code +} if several do
 * @param target the held-out task; empty for pre-training, which is for many
 * @param settings those that all rows which use the trial have in common, path in the sweep file to words
 */
record ResultRow(
        String sweep,
        TrialKind kind,
        String strategy,
        String backbone,
        String target,
        String trial,
        String label,
        SortedMap<String, String> settings) {

    /** Finds the rows of one plan; looks through its experiments once. */
    static final class Index {
        private final Plan plan;
        private final List<Set<Row>> users = new ArrayList<>();

        Index(Plan plan) {
            this.plan = plan;
            plan.trials().forEach(trial -> users.add(new LinkedHashSet<>()));
            // what a search has added belongs to the rows that it was added for, whatever becomes of it: rows never
            // change
            var searching = new HashMap<Integer, Set<Row>>();
            for (Experiment experiment : plan.experiments()) {
                var selection = experiment.selection();
                if (selection != null) {
                    searching
                            .computeIfAbsent(selection.search(), search -> new LinkedHashSet<>())
                            .add(experiment.row());
                } else {
                    experiment.needs().forEach(trial -> users.get(trial).add(experiment.row()));
                    experiment.trials().forEach(trial -> users.get(trial).add(experiment.row()));
                }
            }
            for (PlannedTrial trial : plan.trials()) {
                plan.addedBy(trial.index())
                        .ifPresent(search -> users.get(trial.index()).addAll(searching.getOrDefault(search, Set.of())));
            }
        }

        String sweep() {
            return plan.name();
        }

        /** Whether the trial was planned when this was made: a search adds trials as it goes on. */
        boolean knows(TrialId id) {
            return plan.indexOf(id).isPresent();
        }

        /** @throws IllegalStateException if the trial is not of the plan */
        ResultRow of(TrialId id) {
            int index = plan.indexOf(id)
                    .orElseThrow(() -> new IllegalStateException("an event names trial " + id + ", not in the plan"));
            PlannedTrial trial = plan.trials().get(index);
            Set<Row> rows = users.get(index);
            return new ResultRow(
                    plan.name(),
                    trial.spec().trialKind(),
                    rows.stream().map(row -> row.strategy().word()).distinct().collect(Collectors.joining("+")),
                    trial.spec().backbone().name(),
                    target(trial.spec()),
                    id.hex(),
                    trial.label(),
                    common(rows));
        }
    }

    private static String target(TrialSpec spec) {
        if (spec instanceof AdaptSpec adapt) {
            return adapt.target().toString();
        }
        return spec instanceof SupervisedSpec supervised ? supervised.target().toString() : "";
    }

    private static SortedMap<String, String> common(Set<Row> rows) {
        var settings = new TreeMap<String, String>();
        rows.stream().findFirst().ifPresent(first -> first.settings().stream()
                .filter(setting -> rows.stream().allMatch(row -> row.settings().contains(setting)))
                .forEach(setting -> settings.put(setting.key(), setting.words())));
        return settings;
    }
}
