package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.DatasetWriter;
import io.holdout.worker.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Paints all 19 datasets of MedIMeta, 32x32 pixels, in its exact format on disk. */
public final class DemoData {
    /** Side of the images, pixels. */
    public static final int SIDE = 32;

    private static final int SAMPLES_PER_CLASS = 62;
    private static final int FEWEST_SAMPLES = 420;
    private static final double TRAIN = 0.60;
    private static final double VALIDATION = 0.15;

    private DemoData() {}

    /**
     * Writes every dataset that is not there yet.
     *
     * @param progress told of the datasets done and of all
     * @throws io.holdout.protocol.failure.HoldoutException DATA_UNWRITABLE
     */
    public static void write(Path root, long seed, BiConsumer<Integer, Integer> progress) {
        write(root, seed, catalogue().datasets().stream().map(DatasetInfo::id).toList(), progress);
    }

    /** Writes those of these datasets that are not there yet. */
    public static void write(Path root, long seed, List<String> ids, BiConsumer<Integer, Integer> progress) {
        var datasets = catalogue().datasets().stream()
                .filter(dataset -> ids.contains(dataset.id()))
                .toList();
        for (int i = 0; i < datasets.size(); i++) {
            if (!Files.exists(root.resolve(datasets.get(i).id()))) {
                writeOne(root, datasets.get(i), seed);
            }
            progress.accept(i + 1, datasets.size());
        }
    }

    /** MedIMeta's datasets with the demo's sizes. */
    public static Catalogue catalogue() {
        return new Catalogue(MedimetaCatalogue.load().datasets().stream()
                .map(DemoData::small)
                .toList());
    }

    private static DatasetInfo small(DatasetInfo real) {
        int classes = real.tasks().stream()
                .mapToInt(task -> Math.min(15, task.labels().size()))
                .max()
                .orElse(2);
        int total = Math.max(FEWEST_SAMPLES, classes * SAMPLES_PER_CLASS);
        int train = (int) (total * TRAIN);
        int validation = (int) (total * VALIDATION);
        var sizes = new SplitSizes(train, validation, total - train - validation);
        return new DatasetInfo(
                real.id(),
                real.name(),
                real.domain(),
                real.channels(),
                SIDE,
                SIDE,
                total,
                sizes,
                sizes,
                real.domainOverlaps(),
                real.subjectOverlaps(),
                "Painted by Holdout; no real image. CC0-1.0",
                real.tasks());
    }

    private static void writeOne(Path root, DatasetInfo info, long seed) {
        var labels = new DemoLabels(info, seed);
        var painter = new DemoPainter(SIDE);
        DatasetWriter.write(
                root,
                info,
                (index, into) -> {
                    var random = new SplittableRandom(Seeds.derive(seed, "paint", info.id(), index));
                    painter.paint(info.domain(), labels.look(index), random).write(info.channels(), into);
                },
                labels.labels(),
                splits(info, seed));
    }

    private static Map<Split, int[]> splits(DatasetInfo info, long seed) {
        int[] order = new int[info.totalSamples()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        var random = new SplittableRandom(Seeds.derive(seed, "splits", info.id()));
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        var splits = new EnumMap<Split, int[]>(Split.class);
        int train = info.splits().train();
        int validation = info.splits().val();
        splits.put(Split.TRAIN, sorted(Arrays.copyOfRange(order, 0, train)));
        splits.put(Split.VAL, sorted(Arrays.copyOfRange(order, train, train + validation)));
        splits.put(Split.TEST, sorted(Arrays.copyOfRange(order, train + validation, order.length)));
        return splits;
    }

    private static int[] sorted(int[] positions) {
        Arrays.sort(positions);
        return positions;
    }
}
