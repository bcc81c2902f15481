package io.holdout.protocol.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the {@code tasks} of an {@code info.yaml}. */
final class TaskYaml {
    /** Far above MedIMeta's 12 tasks a dataset and 45 labels a task; keeps a hostile file small. */
    private static final int MAX_TASKS = 200;

    private static final int MAX_LABELS = 2000;

    private TaskYaml() {}

    static List<TaskInfo> tasks(String dataset, InfoNode node) {
        List<InfoNode> items = node.list("tasks");
        if (items.isEmpty() || items.size() > MAX_TASKS) {
            throw node.bad("has " + items.size() + " tasks, must be 1 to " + MAX_TASKS);
        }
        var tasks = new ArrayList<TaskInfo>();
        var names = new HashSet<String>();
        for (InfoNode item : items) {
            TaskInfo task = task(dataset, item);
            if (!names.add(task.name())) {
                throw item.bad("names the task '" + task.name() + "' a second time");
            }
            tasks.add(task);
        }
        return tasks;
    }

    private static TaskInfo task(String dataset, InfoNode node) {
        String name = node.text("task_name");
        if (!SafeName.isTaskName(name)) {
            throw node.bad("has the task_name '" + name + "', must be " + SafeName.TASK_NAME_RULE);
        }
        TaskTarget target = target(node);
        return new TaskInfo(dataset, name, target, labels(target, node.child("labels")));
    }

    private static TaskTarget target(InfoNode node) {
        String word = node.text("task_target");
        return Arrays.stream(TaskTarget.values())
                .filter(t -> t.name().equals(word))
                .findFirst()
                .orElseThrow(() -> node.bad(
                        "has the task_target '" + word + "', must be one of " + Arrays.toString(TaskTarget.values())));
    }

    private static SortedMap<Integer, String> labels(TaskTarget target, InfoNode node) {
        var labels = new TreeMap<Integer, String>();
        node.entries().forEach((key, name) -> {
            if (labels.put(labelKey(node, key), name.text()) != null) {
                throw node.bad("has the key " + key + " twice");
            }
        });
        int fewest = target == TaskTarget.MULTILABEL_CLASSIFICATION ? 1 : 2;
        if (labels.size() < fewest || labels.size() > MAX_LABELS) {
            throw node.bad("has " + labels.size() + " labels, must be " + fewest + " to " + MAX_LABELS);
        }
        requireKeys(target, labels, node);
        return labels;
    }

    /** Binary and multi-label keys are stored values and columns, so they leave no choice; others are only names. */
    private static void requireKeys(TaskTarget target, java.util.SortedMap<Integer, String> labels, InfoNode node) {
        boolean zeroToLast = labels.firstKey() == 0 && labels.lastKey() == labels.size() - 1;
        if (target == TaskTarget.MULTILABEL_CLASSIFICATION && !zeroToLast) {
            throw node.bad("has the keys " + labels.keySet() + ", of a multi-label task they must be 0 to "
                    + (labels.size() - 1));
        }
        if (target == TaskTarget.BINARY_CLASSIFICATION && !(zeroToLast && labels.size() == 2)) {
            throw node.bad("has the keys " + labels.keySet() + ", of a binary task they must be [0, 1]");
        }
    }

    private static int labelKey(InfoNode node, String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw node.bad("has the key '" + key + "', must be an integer");
        }
    }
}
