package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.util.List;
import java.util.Optional;

/**
 * Two tasks of a dataset that are views of the same thing: the finer one decides the coarser.
 *
 * @param coarse name of the task that is decided
 * @param fine name of the task that decides it
 * @param classes the coarse class of each fine class; empty for a multi-label fine task, where the coarse one tells
 *     whether there is any label
 */
record View(String coarse, String fine, List<Integer> classes) {
    private static final List<View> ALL = List.of(
            new View("malignancy", "case category", List.of(0, 0, 1)),
            new View("pneumonia presence", "disease class", List.of(0, 1, 1)),
            // urgent: CNV and DME; not: drusen and normal
            new View("urgent referral", "disease class", List.of(1, 1, 0, 0)),
            new View("disease presence", "disease labels", List.of()),
            new View("Diagnosis grouped", "Diagnosis", List.of(0, 1, 1, 1, 1, 1, 3, 3, 2, 3, 3, 1, 1, 4, 3)),
            new View("Vascular Structures grouped", "Vascular Structures", List.of(0, 1, 1, 1, 1, 1, 2, 2)),
            new View("Pigmentation grouped", "Pigmentation", List.of(0, 1, 1, 2, 2)),
            new View("Regression Structures grouped", "Regression Structures", List.of(0, 1, 1, 1)));

    View {
        classes = List.copyOf(classes);
    }

    /** The view whose coarse task this is, if its dataset has the fine task too. */
    static Optional<View> of(TaskInfo coarse, DatasetInfo dataset) {
        return ALL.stream()
                .filter(view -> view.coarse.equals(coarse.name()))
                .filter(view -> dataset.tasks().stream().anyMatch(view::isDecidedBy))
                .findFirst();
    }

    private boolean isDecidedBy(TaskInfo task) {
        return task.name().equals(fine)
                && (task.target() == TaskTarget.MULTILABEL_CLASSIFICATION
                        ? classes.isEmpty()
                        : task.labels().size() == classes.size());
    }

    /** The coarse classes for fine labels as {@link io.holdout.worker.data.TaskLabels} holds them. */
    int[] coarsen(int[] values, int samples) {
        int columns = values.length / samples;
        int[] coarse = new int[samples];
        for (int i = 0; i < values.length; i++) {
            if (classes.isEmpty()) {
                coarse[i / columns] |= values[i];
            } else {
                coarse[i] = classes.get(values[i]);
            }
        }
        return coarse;
    }
}
