package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.spec.SweepFile.SourceTasks;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the datasets of a sweep may pre-train on while one of them is held out; worked out once for each. */
final class SourceSets {
    private record Key(String target, SourceTasks tasks) {}

    private final SweepFile file;
    private final Catalogue catalogue;
    private final Map<Key, List<TaskRef>> known = new HashMap<>();

    SourceSets(SweepFile file, Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
    }

    /**
     * The source tasks of a target dataset.
     *
     * @throws HoldoutException NO_SOURCE_TASKS if everything in the sweep overlaps with it
     */
    List<TaskRef> tasks(String target, SourceTasks tasks) {
        return known.computeIfAbsent(new Key(target, tasks), key -> find(target, tasks));
    }

    /** In words, such as {@code 17 datasets (without aml, pbc)}. */
    String words(String target) {
        List<String> seen = datasets(target);
        var without = file.datasets().stream().filter(id -> !seen.contains(id)).toList();
        return seen.size() + (seen.size() == 1 ? " dataset" : " datasets") + " (without " + String.join(", ", without)
                + ")";
    }

    private List<String> datasets(String target) {
        return catalogue.sourceSet(target).stream()
                .filter(file.datasets()::contains)
                .toList();
    }

    private List<TaskRef> find(String target, SourceTasks tasks) {
        List<TaskRef> found = datasets(target).stream()
                .flatMap(id -> catalogue.dataset(id).stream())
                .map(dataset -> tasks == SourceTasks.PRIMARY ? List.of(dataset.primaryTask()) : dataset.tasks())
                .flatMap(List::stream)
                .map(TaskInfo::ref)
                .toList();
        if (found.isEmpty()) {
            throw HoldoutException.user(
                    "NO_SOURCE_TASKS",
                    "nothing is left to pre-train on when " + target + " is held out: every other dataset of the sweep"
                            + " overlaps with it. Add unrelated datasets, or leave out mm-pt and mm-maml");
        }
        return found;
    }
}
