package io.holdout.coordinator.plan;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.catalog.TaskTarget;

/**
 * One column of the table: a held-out task.
 *
 * @param target what kind of labelling it is
 * @param primary whether it is the first task of its dataset
 * @param domain of its dataset: subject anatomy and modality, such as {@code Chest X-ray}
 */
public record Column(TaskRef task, TaskTarget target, boolean primary, String domain) {}
