package io.holdout.worker.data;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of datasets in MedIMeta's format, one folder each. Datasets are opened when first asked for and stay open. Safe
 * for concurrent use.
 */
public final class MedimetaFolder implements Datasets, AutoCloseable {
    private final Path root;
    private final FingerprintCache cache;
    private final Map<String, Path> folders = new TreeMap<>();
    private final Map<String, DatasetInfo> infos = new TreeMap<>();
    private final Map<String, Dataset> open = new HashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();

    /**
     * Reads the descriptions; opens no images.
     *
     * @param fingerprintCache file that keeps fingerprints from start to start; null for none
     * @throws HoldoutException DATA_MISSING, BAD_INFO_YAML naming the file
     */
    public MedimetaFolder(Path root, @Nullable Path fingerprintCache) {
        this.root = root;
        this.cache = new FingerprintCache(fingerprintCache);
        if (!Files.isDirectory(root)) {
            throw HoldoutException.user("DATA_MISSING", "there is no data folder " + root + "; name one with --data");
        }
        try (var children = Files.list(root)) {
            for (Path folder : children.sorted().toList()) {
                Path file = folder.resolve("info.yaml");
                if (!folder.getFileName().toString().startsWith(".") && Files.isRegularFile(file)) {
                    add(folder, InfoYaml.read(Files.readString(file), file.toString()));
                }
            }
        } catch (IOException e) {
            throw HoldoutException.user("DATA_MISSING", "cannot read " + root + ": " + e.getMessage());
        }
        if (infos.isEmpty()) {
            throw HoldoutException.user(
                    "DATA_MISSING",
                    root + " holds no dataset: none of its folders has an info.yaml. `holdout data import` makes such"
                            + " folders, `holdout demo` paints some");
        }
    }

    private void add(Path folder, DatasetInfo info) {
        Path other = folders.putIfAbsent(info.id(), folder);
        if (other != null) {
            throw HoldoutException.user(
                    "BAD_INFO_YAML", "the dataset id '" + info.id() + "' is in " + other + " and in " + folder);
        }
        infos.put(info.id(), info);
    }

    public Path root() {
        return root;
    }

    public Catalogue catalogue() {
        return new Catalogue(List.copyOf(infos.values()));
    }

    @Override
    public synchronized Dataset open(String id) {
        Dataset known = open.get(id);
        if (known == null) {
            known = read(id);
            open.put(id, known);
        }
        return known;
    }

    @Override
    public synchronized String fingerprint(String id) {
        return fingerprints.computeIfAbsent(id, each -> {
            Dataset dataset = open(each);
            return cache.get(folder(each), () -> Fingerprint.of(dataset));
        });
    }

    Path folder(String id) {
        Path folder = folders.get(id);
        if (folder == null) {
            throw HoldoutException.user(
                    "DATA_MISSING", "no dataset '" + id + "' in " + root + "; there are " + folders.keySet());
        }
        return folder;
    }

    private Dataset read(String id) {
        Path folder = folder(id);
        DatasetInfo info = infos.get(id);
        if (info == null) {
            throw new IllegalStateException("no description of " + id);
        }
        Hdf5Images images = Hdf5Images.open(folder.resolve("images.hdf5"));
        try {
            if (images.count() != info.totalSamples()
                    || images.channels() != info.channels()
                    || images.height() != info.height()
                    || images.width() != info.width()) {
                throw HoldoutException.user(
                        "DATA_UNREADABLE",
                        folder.resolve("images.hdf5") + " holds " + images.count() + " images of " + images.channels()
                                + " x " + images.height() + " x " + images.width() + ", info.yaml says "
                                + info.totalSamples() + " of " + info.channels() + " x " + info.height() + " x "
                                + info.width());
            }
            var labels = new TreeMap<String, TaskLabels>();
            for (TaskInfo task : info.tasks()) {
                labels.put(task.name(), labels(labelFile(folder, task), task, info.totalSamples()));
            }
            var splits = new EnumMap<Split, int[]>(Split.class);
            for (Split split : Split.values()) {
                splits.put(
                        split, SplitFile.read(folder.resolve("splits/" + split.word() + ".txt"), info.totalSamples()));
            }
            return new Dataset(info, images, labels, splits);
        } catch (HoldoutException e) {
            images.close();
            throw e;
        }
    }

    static Path labelFile(Path folder, TaskInfo task) {
        return folder.resolve("task_labels").resolve(task.name() + ".npy");
    }

    /** @throws HoldoutException DATA_UNREADABLE naming the file, the index, the value and the values allowed */
    static TaskLabels labels(Path file, TaskInfo task, int samples) {
        Npy npy = Npy.read(file);
        boolean multi = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        int columns = multi ? task.labels().size() : 1;
        if (npy.rows() != samples || npy.columns() != columns) {
            throw HoldoutException.user(
                    "DATA_UNREADABLE",
                    file + " holds " + npy.rows() + " x " + npy.columns() + " labels, must be " + samples + " x "
                            + columns);
        }
        List<Integer> keys = multi ? List.of(0, 1) : task.classKeys();
        int[] values = new int[npy.values().length];
        for (int i = 0; i < values.length; i++) {
            int position = keys.indexOf(
                    Math.toIntExact(Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, npy.values()[i]))));
            if (position < 0) {
                throw HoldoutException.user(
                        "DATA_UNREADABLE",
                        file + " has the label " + npy.values()[i] + " at index " + i / columns + ", must be one of "
                                + keys);
            }
            values[i] = position;
        }
        return new TaskLabels(task, values);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Dataset::close);
        open.clear();
    }
}
