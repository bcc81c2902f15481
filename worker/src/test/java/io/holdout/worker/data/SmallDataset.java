package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Six images, higher than wide, with a task of each kind that is stored differently; every byte is told apart. */
final class SmallDataset {
    static final String ID = "small";
    static final int SAMPLES = 6;
    static final int HEIGHT = 5;
    static final int WIDTH = 4;

    static final TaskInfo GRADE =
            task("severity grade", TaskTarget.ORDINAL_REGRESSION, Map.of(0, "none", 4, "some", 10, "all"));
    static final TaskInfo SICK = task("sick", TaskTarget.BINARY_CLASSIFICATION, Map.of(0, "no", 1, "yes"));
    static final TaskInfo FINDINGS = task("findings", TaskTarget.MULTILABEL_CLASSIFICATION, Map.of(0, "a", 1, "b"));

    static final Map<String, TaskLabels> LABELS = Map.of(
            GRADE.name(), new TaskLabels(GRADE, new int[] {0, 1, 2, 2, 1, 0}),
            SICK.name(), new TaskLabels(SICK, new int[] {0, 0, 0, 1, 1, 1}),
            FINDINGS.name(), new TaskLabels(FINDINGS, new int[] {0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1}));
    static final Map<Split, int[]> SPLITS = Map.of(Split.TRAIN, new int[] {4, 0, 2}, Split.TEST, new int[] {1, 3, 5});

    private SmallDataset() {}

    static DatasetInfo info(int channels) {
        return info(ID, channels, List.of(GRADE, SICK, FINDINGS));
    }

    static DatasetInfo info(String id, int channels, List<TaskInfo> tasks) {
        var sizes = new SplitSizes(3, 0, 3);
        return new DatasetInfo(
                id,
                "Small",
                "Nothing: \"at\" all",
                channels,
                HEIGHT,
                WIDTH,
                SAMPLES,
                sizes,
                sizes,
                List.of("other"),
                List.of(),
                "CC0",
                tasks);
    }

    /** Writes it and returns its folder. */
    static Path write(Path root, int channels) {
        DatasetWriter.write(root, info(channels), SmallDataset::paint, LABELS, SPLITS);
        return root.resolve(ID);
    }

    static void paint(int index, byte[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (byte) (index * 37 + i * 3 + 100);
        }
    }

    static byte[] image(int index, int channels) {
        byte[] image = new byte[HEIGHT * WIDTH * channels];
        paint(index, image);
        return image;
    }

    private static TaskInfo task(String name, TaskTarget target, Map<Integer, String> labels) {
        return new TaskInfo(ID, name, target, new TreeMap<>(labels));
    }
}
