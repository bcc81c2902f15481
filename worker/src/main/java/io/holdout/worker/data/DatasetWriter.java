package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import java.nio.file.Path;
import java.util.Map;

/** Writes one dataset folder in MedIMeta's format, whole or not at all. */
public final class DatasetWriter {
    /** Where the pixels of an image come from. */
    public interface Pixels {
        /** Fills in one image: unsigned bytes, row by row, channels interleaved. */
        void paint(int index, byte[] into);
    }

    private DatasetWriter() {}

    /**
     * Writes {@code root/<id>}; replaces nothing: a folder that exists is refused.
     *
     * @param labels task name to labels (classes by position; label keys are written)
     * @param splits positions of each split's images; together every image exactly once
     * @throws io.holdout.protocol.failure.HoldoutException DATA_EXISTS, or DATA_UNWRITABLE naming the file
     */
    public static void write(
            Path root, DatasetInfo info, Pixels pixels, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        if (!info.id().isEmpty()) {
            throw new IllegalStateException("not written yet");
        }
    }
}
