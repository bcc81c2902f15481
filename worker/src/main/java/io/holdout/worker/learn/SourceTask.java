package io.holdout.worker.learn;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.worker.data.Images;
import io.holdout.worker.data.TaskLabels;

/** A task that a backbone is pre-trained on, with the images of one split. */
record SourceTask(TaskRef ref, Images images, TaskLabels labels, int[] samples) {}
