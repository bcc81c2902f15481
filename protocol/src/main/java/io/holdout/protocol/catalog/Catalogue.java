package io.holdout.protocol.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The datasets of a benchmark, in id order, and the questions asked of them. */
public final class Catalogue {
    private final Map<String, DatasetInfo> datasets;

    /** @throws IllegalArgumentException if two datasets have the same id */
    public Catalogue(List<DatasetInfo> datasets) {
        var byId = new LinkedHashMap<String, DatasetInfo>();
        datasets.stream()
                .sorted(java.util.Comparator.comparing(DatasetInfo::id))
                .forEach(d -> {
                    if (byId.put(d.id(), d) != null) {
                        throw new IllegalArgumentException("dataset id '" + d.id() + "' appears twice");
                    }
                });
        this.datasets = java.util.Collections.unmodifiableMap(byId);
    }

    /** All datasets, ascending by id. */
    public List<DatasetInfo> datasets() {
        return List.copyOf(datasets.values());
    }

    public Optional<DatasetInfo> dataset(String id) {
        return Optional.ofNullable(datasets.get(id));
    }

    public Optional<TaskInfo> task(TaskRef ref) {
        return dataset(ref.dataset()).flatMap(d -> d.tasks().stream()
                .filter(t -> t.name().equals(ref.task()))
                .findFirst());
    }

    /** All tasks, datasets ascending by id, tasks in file order. */
    public List<TaskInfo> tasks() {
        var all = new ArrayList<TaskInfo>();
        datasets.values().forEach(d -> all.addAll(d.tasks()));
        return all;
    }

    /** The first task of every dataset. */
    public List<TaskInfo> primaryTasks() {
        return datasets.values().stream().map(DatasetInfo::primaryTask).toList();
    }

    /**
     * Datasets that pre-training may see when {@code target} is held out: all but the target itself, its
     * {@code domain_overlaps} and its {@code subject_overlaps} (arXiv 2404.16000, section on leave-one-out). Only the
     * target's own lists count; a relation that the other side alone names does not exclude.
     *
     * @throws IllegalArgumentException if there is no such dataset
     */
    public List<String> sourceSet(String target) {
        var held = dataset(target).orElseThrow(() -> new IllegalArgumentException("no dataset '" + target + "'"));
        return datasets.keySet().stream()
                .filter(id -> !id.equals(target)
                        && !held.domainOverlaps().contains(id)
                        && !held.subjectOverlaps().contains(id))
                .toList();
    }
}
