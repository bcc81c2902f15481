package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks {@code task_labels/*.npy} against the tasks of {@code info.yaml}. */
final class LabelCheck {
    private final Path folder;
    private final String prefix;
    private final DatasetInfo info;
    private final Findings findings;

    LabelCheck(Path folder, String prefix, DatasetInfo info, Findings findings) {
        this.folder = folder;
        this.prefix = prefix;
        this.info = info;
        this.findings = findings;
    }

    /** Task name to stored labels, of those that have the right shape. */
    Map<String, Npy> run() {
        var labels = new TreeMap<String, Npy>();
        for (TaskInfo task : info.tasks()) {
            String name = "task_labels/" + task.name() + ".npy";
            try {
                Npy stored = Npy.read(folder.resolve(name));
                if (hasShape(prefix + name, task, stored)) {
                    values(prefix + name, task, stored);
                    labels.put(task.name(), stored);
                }
            } catch (HoldoutException e) {
                findings.error(prefix + name, e.failure().message());
            }
        }
        return labels;
    }

    private boolean hasShape(String file, TaskInfo task, Npy stored) {
        boolean multiLabel = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        int columns = multiLabel ? task.labels().size() : 1;
        if (stored.rows() == info.totalSamples() && stored.columns() == columns) {
            return true;
        }
        findings.error(
                file,
                "has the shape " + stored.rows() + " x " + stored.columns() + ", must be " + info.totalSamples() + " x "
                        + columns);
        return false;
    }

    private void values(String file, TaskInfo task, Npy stored) {
        boolean multiLabel = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        Set<Long> allowed = new HashSet<>();
        List<Integer> keys = multiLabel ? List.of(0, 1) : task.classKeys();
        keys.forEach(key -> allowed.add(key.longValue()));
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < stored.values().length; i++) {
            long value = stored.values()[i];
            seen.add(value);
            if (!allowed.contains(value)) {
                String column = multiLabel ? " in column " + i % stored.columns() : "";
                findings.error(
                        file, i / stored.columns(), "has the label " + value + column + ", must be one of " + keys);
            }
        }
        if (!multiLabel) {
            var unused = new ArrayList<>(keys);
            unused.removeIf(key -> seen.contains(key.longValue()));
            if (!unused.isEmpty()) {
                findings.warning(file, "has no image of the labels " + unused);
            }
        }
    }
}
