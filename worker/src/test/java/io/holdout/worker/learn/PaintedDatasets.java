package io.holdout.worker.learn;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.Images;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Small datasets in memory that a network can learn: stripes whose width is the class, on noise; flips
 * and small turns do not change it.
 *
 * <p>Every dataset has a task of each kind: {@code period} (4 classes), {@code odd} (binary: an odd class) and {@code bits}
 * (multi-label: the two bits of the class).
 */
final class PaintedDatasets implements Datasets {
    static final int SIDE = 16;
    private static final int CLASSES = 4;
    private static final int TRAIN = 96;
    private static final int VALIDATION = 48;
    private static final int TEST = 56;

    private final int noise;

    PaintedDatasets() {
        this(60);
    }

    /** @param noise largest random brightness of a pixel, 0 to 255 */
    PaintedDatasets(int noise) {
        this.noise = noise;
    }

    static TaskRef period(String dataset) {
        return new TaskRef(dataset, "period");
    }

    static TaskRef odd(String dataset) {
        return new TaskRef(dataset, "odd");
    }

    static TaskRef bits(String dataset) {
        return new TaskRef(dataset, "bits");
    }

    @Override
    public String fingerprint(String id) {
        return "fingerprint of " + id;
    }

    @Override
    public Dataset open(String id) {
        int count = TRAIN + VALIDATION + TEST;
        int[] classes = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
        var tasks = List.of(
                task(id, "period", TaskTarget.MULTICLASS_CLASSIFICATION, CLASSES),
                task(id, "odd", TaskTarget.BINARY_CLASSIFICATION, 2),
                task(id, "bits", TaskTarget.MULTILABEL_CLASSIFICATION, 2));
        var labels = Map.of(
                "period",
                new TaskLabels(tasks.get(0), classes),
                "odd",
                new TaskLabels(
                        tasks.get(1), Arrays.stream(classes).map(c -> c % 2).toArray()),
                "bits",
                new TaskLabels(
                        tasks.get(2),
                        Arrays.stream(classes)
                                .flatMap(c -> IntStream.of(c % 2, c / 2))
                                .toArray()));
        var splits = new SplitSizes(TRAIN, VALIDATION, TEST);
        var info = new DatasetInfo(
                id, id, "painted", 1, SIDE, SIDE, count, splits, splits, List.of(), List.of(), "none", tasks);
        return new Dataset(
                info,
                new Painting(id, classes, noise),
                labels,
                Map.of(
                        Split.TRAIN, IntStream.range(0, TRAIN).toArray(),
                        Split.VAL, IntStream.range(TRAIN, TRAIN + VALIDATION).toArray(),
                        Split.TEST, IntStream.range(TRAIN + VALIDATION, count).toArray()));
    }

    private static TaskInfo task(String dataset, String name, TaskTarget target, int labels) {
        var names = new TreeMap<Integer, String>();
        for (int i = 0; i < labels; i++) {
            names.put(i, "label " + i);
        }
        return new TaskInfo(dataset, name, target, names);
    }

    /** Grey images, a function of the dataset's name and the position. */
    private record Painting(String id, int[] classes, int noise) implements Images {
        @Override
        public int count() {
            return classes.length;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int height() {
            return SIDE;
        }

        @Override
        public int width() {
            return SIDE;
        }

        @Override
        public void read(int index, byte[] into) {
            var random = new SplittableRandom(31L * id.hashCode() + index);
            int offset = random.nextInt(SIDE);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int stripe = (x + offset) / (1 << classes[index]) % 2 == 0 ? 150 : 40;
                    into[y * SIDE + x] = (byte) (stripe + random.nextInt(noise + 1));
                }
            }
        }

        @Override
        public void close() {}
    }
}
