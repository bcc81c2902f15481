package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.DatasetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** Paints all 19 datasets of MedIMeta, small, in its exact format on disk. */
public final class DemoData {
    /** Side of the images, pixels. */
    public static final int SIDE = 32;

    // so many that of 15 classes at least two have 50 images, and 40 in the train split
    private static final int BASE_SAMPLES = 380;
    private static final int SAMPLES_A_CLASS = 22;
    private static final int MOST_CLASSES_COUNTED = 15;
    private static final double TRAIN = 0.60;
    private static final double VALIDATION = 0.15;

    private DemoData() {}

    /**
     * Writes all datasets that are not there yet, so that a second call with the same seed does nothing.
     *
     * @param root folder of the dataset folders; made if there is none
     * @param seed decides every byte
     * @param progress told how many datasets are done, and of how many
     * @throws HoldoutException DATA_EXISTS (class USER) if a dataset's folder is there but is no demo data of this seed,
     *     before anything is written; DATA_UNWRITABLE
     */
    public static void write(Path root, long seed, BiConsumer<Integer, Integer> progress) {
        write(root, catalogue(seed).datasets(), seed, progress);
    }

    /**
     * Writes some datasets, else like {@link #write(Path, long, BiConsumer)}.
     *
     * @param ids which; the bytes of a dataset do not depend on which others are written
     * @throws HoldoutException also DATA_UNKNOWN (class USER) if MedIMeta has no dataset of such an id
     */
    public static void write(Path root, long seed, List<String> ids, BiConsumer<Integer, Integer> progress) {
        Catalogue all = catalogue(seed);
        var chosen = ids.stream()
                .map(id -> all.dataset(id)
                        .orElseThrow(() -> HoldoutException.user(
                                "DATA_UNKNOWN",
                                "no dataset '" + id + "'; there are "
                                        + all.datasets().stream()
                                                .map(DatasetInfo::id)
                                                .toList())))
                .toList();
        write(root, chosen, seed, progress);
    }

    private static void write(Path root, List<DatasetInfo> datasets, long seed, BiConsumer<Integer, Integer> progress) {
        datasets.forEach(info -> isThere(root, info));
        for (int i = 0; i < datasets.size(); i++) {
            if (!isThere(root, datasets.get(i))) {
                var dataset = new DemoDataset(datasets.get(i), seed);
                DatasetWriter.write(root, dataset.info(), dataset, dataset.labels(), dataset.splits());
            }
            progress.accept(i + 1, datasets.size());
        }
    }

    /** MedIMeta's datasets as the demo has them: the same tasks, fewer and smaller images. */
    public static Catalogue catalogue(long seed) {
        return new Catalogue(MedimetaCatalogue.load().datasets().stream()
                .map(real -> small(real, seed))
                .toList());
    }

    private static DatasetInfo small(DatasetInfo real, long seed) {
        int classes = real.tasks().stream()
                .mapToInt(task -> task.labels().size())
                .max()
                .orElseThrow();
        int total = BASE_SAMPLES + SAMPLES_A_CLASS * Math.min(classes, MOST_CLASSES_COUNTED);
        int train = (int) Math.round(TRAIN * total);
        int validation = (int) Math.round(VALIDATION * total);
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
                "CC0 1.0. Painted by Holdout from seed " + seed + "; no real image.",
                real.tasks());
    }

    /** Whether a dataset is there; refuses another one in its place. A folder appears whole or not at all. */
    private static boolean isThere(Path root, DatasetInfo info) {
        Path folder = root.resolve(info.id());
        if (!Files.exists(folder)) {
            return false;
        }
        Path file = folder.resolve("info.yaml");
        try {
            if (Files.isRegularFile(file)
                    && Files.size(file) <= InfoYaml.MAX_CHARS
                    && InfoYaml.read(Files.readString(file), file.toString()).equals(info)) {
                return true;
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("DATA_UNREADABLE", "cannot read " + file + " (" + e + ")", e);
        }
        throw HoldoutException.user(
                "DATA_EXISTS",
                folder + " exists already, but is not the demo dataset that was asked for (" + info.license()
                        + "); nothing was changed. Choose another folder or move it away");
    }
}
