package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SafeName;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Writes one dataset folder in MedIMeta's format, whole or not at all; {@link MedimetaFolder} reads it. */
public final class DatasetWriter {
    /** Where the pixels of an image come from. */
    public interface Pixels {
        /** Fills in one image: unsigned bytes, row by row, channels interleaved. Called once an image, in order. */
        void paint(int index, byte[] into);
    }

    private DatasetWriter() {}

    /**
     * Writes {@code root/<id>}; replaces nothing: a folder that exists is refused. Holds one image at a time.
     *
     * <p>The splits are written as the original splits too. What {@code pixels} throws is thrown on, and then nothing is
     * kept either.
     *
     * @param labels task name to labels (classes by position; label keys are written)
     * @param splits positions of each split's images; together every image exactly once
     * @throws HoldoutException BAD_NAME for an id or a task name that may not be part of a path, DATA_EXISTS, or
     *     DATA_UNWRITABLE; each names the folder
     * @throws IllegalArgumentException if labels, splits and description contradict each other
     */
    public static void write(
            Path root, DatasetInfo info, Pixels pixels, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        requireSafeNames(root, info);
        requireLabels(info, labels);
        requireSplits(info, splits);
        Path folder = root.resolve(info.id());
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(folder);
        }
        try {
            NewFolder.create(folder, aside -> new DatasetFiles(aside, info, labels, splits).write(pixels));
        } catch (IOException e) {
            throw Files.exists(folder) ? exists(folder) : unwritable(folder, e);
        } catch (UncheckedIOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void requireSafeNames(Path root, DatasetInfo info) {
        if (!SafeName.isDatasetId(info.id())) {
            throw HoldoutException.user(
                    "BAD_NAME",
                    "cannot write a dataset '" + info.id() + "' to " + root + ", an id must be "
                            + SafeName.DATASET_ID_RULE);
        }
        for (TaskInfo task : info.tasks()) {
            if (!SafeName.isTaskName(task.name())) {
                throw HoldoutException.user(
                        "BAD_NAME",
                        "cannot write a task '" + task.name() + "' to " + root.resolve(info.id())
                                + ", its name must be " + SafeName.TASK_NAME_RULE);
            }
        }
    }

    private static void requireLabels(DatasetInfo info, Map<String, TaskLabels> labels) {
        for (TaskInfo task : info.tasks()) {
            TaskLabels of = labels.get(task.name());
            if (of == null || !of.task().equals(task) || of.samples() != info.totalSamples()) {
                throw new IllegalArgumentException(task.ref() + " has "
                        + (of == null
                                ? "no labels"
                                : of.samples() + " labels of " + of.task().ref())
                        + ", must have " + info.totalSamples() + " of its own");
            }
        }
    }

    private static void requireSplits(DatasetInfo info, Map<Split, int[]> splits) {
        boolean[] seen = new boolean[info.totalSamples()];
        splits.forEach((split, positions) -> {
            for (int position : positions) {
                if (position < 0 || position >= seen.length || seen[position]) {
                    throw new IllegalArgumentException("split " + split.word() + " names image " + position
                            + ", must be each of 0 to " + (seen.length - 1) + " once");
                }
                seen[position] = true;
            }
        });
        var sizes = new SplitSizes(size(splits, Split.TRAIN), size(splits, Split.VAL), size(splits, Split.TEST));
        boolean complete = sizes.total() == seen.length;
        if (!complete || !sizes.equals(info.splits()) || !sizes.equals(info.originalSplits())) {
            throw new IllegalArgumentException(info.id() + " of " + seen.length + " images has splits of " + sizes
                    + ", described as " + info.splits() + " and originally " + info.originalSplits());
        }
    }

    private static int size(Map<Split, int[]> splits, Split split) {
        return splits.getOrDefault(split, new int[0]).length;
    }

    private static HoldoutException exists(Path folder) {
        return HoldoutException.user("DATA_EXISTS", folder + " exists already; nothing was changed");
    }

    private static HoldoutException unwritable(Path folder, Exception e) {
        return HoldoutException.infrastructure(
                "DATA_UNWRITABLE", "cannot write " + folder + " (" + e.getMessage() + "); nothing of it was kept", e);
    }
}
