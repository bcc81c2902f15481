package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a folder of datasets completely, and does not stop at the first fault: descriptions, counts, shapes, labels,
 * splits, overlaps, annotations, and that every TIFF equals its image in the HDF5 file.
 */
public final class DataCheck {
    /** Faults listed for one file; the rest are counted. */
    private static final int MOST_PER_FILE = 20;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> perFile = new HashMap<>();

    private DataCheck() {}

    /**
     * @param progress told of each dataset before it is checked
     * @throws HoldoutException DATA_MISSING if there is no folder to check
     */
    public static List<Finding> run(Path root, Consumer<String> progress) {
        var check = new DataCheck();
        var infos = new TreeMap<Path, DatasetInfo>();
        for (Path folder : folders(root)) {
            DatasetInfo info = check.info(folder);
            if (info != null) {
                infos.put(folder, info);
            }
        }
        check.relations(infos);
        infos.forEach((folder, info) -> {
            progress.accept(info.id());
            check.dataset(folder, info);
        });
        check.perFile.forEach((file, count) -> {
            if (count > MOST_PER_FILE) {
                check.findings.add(new Finding(true, file, -1, "and " + (count - MOST_PER_FILE) + " more"));
            }
        });
        return List.copyOf(check.findings);
    }

    private static List<Path> folders(Path root) {
        try (var children = Files.list(root)) {
            List<Path> found = children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw HoldoutException.user("DATA_MISSING", root + " holds no folders");
            }
            return found;
        } catch (IOException e) {
            throw HoldoutException.user("DATA_MISSING", "cannot read " + root + ": " + e.getMessage());
        }
    }

    private void error(Path file, int index, String message) {
        if (perFile.merge(file.toString(), 1, Integer::sum) <= MOST_PER_FILE) {
            findings.add(new Finding(true, file.toString(), index, message));
        }
    }

    private void warning(Path file, String message) {
        findings.add(new Finding(false, file.toString(), -1, message));
    }

    private @Nullable DatasetInfo info(Path folder) {
        Path file = folder.resolve("info.yaml");
        try {
            DatasetInfo info = InfoYaml.read(Files.readString(file), file.toString());
            if (!folder.getFileName().toString().equals(info.id())) {
                warning(
                        file,
                        "the folder is named '" + folder.getFileName() + "', the id is '" + info.id()
                                + "'; the id counts");
            }
            return info;
        } catch (IOException e) {
            error(file, -1, "cannot be read: " + e.getMessage());
        } catch (HoldoutException e) {
            error(file, -1, e.failure().message());
        }
        return null;
    }

    private void relations(Map<Path, DatasetInfo> infos) {
        var byId = new TreeMap<String, DatasetInfo>();
        infos.forEach((folder, info) -> {
            if (byId.put(info.id(), info) != null) {
                error(folder.resolve("info.yaml"), -1, "the id '" + info.id() + "' is taken by another folder");
            }
        });
        infos.forEach((folder, info) -> {
            Path file = folder.resolve("info.yaml");
            var overlaps = new ArrayList<>(info.domainOverlaps());
            overlaps.addAll(info.subjectOverlaps());
            for (String other : overlaps) {
                DatasetInfo known = byId.get(other);
                if (known == null) {
                    error(file, -1, "overlaps with '" + other + "', which is not here; there are " + byId.keySet());
                } else if (!known.domainOverlaps().contains(info.id())
                        && !known.subjectOverlaps().contains(info.id())) {
                    warning(file, "overlaps with '" + other + "', which does not name it in return");
                }
            }
        });
    }

    private void dataset(Path folder, DatasetInfo info) {
        Path yaml = folder.resolve("info.yaml");
        if (info.splits().total() != info.totalSamples()) {
            error(
                    yaml,
                    -1,
                    "splits_num_samples add up to " + info.splits().total() + ", total_num_samples is "
                            + info.totalSamples());
        }
        for (TaskInfo task : info.tasks()) {
            labels(MedimetaFolder.labelFile(folder, task), task, info.totalSamples());
        }
        splits(folder, info);
        images(folder, info);
        annotations(folder, info);
    }

    private void labels(Path file, TaskInfo task, int samples) {
        Npy npy;
        try {
            npy = Npy.read(file);
        } catch (HoldoutException e) {
            error(file, -1, e.failure().message());
            return;
        }
        boolean multi = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        int columns = multi ? task.labels().size() : 1;
        if (npy.rows() != samples || npy.columns() != columns) {
            error(
                    file,
                    -1,
                    "holds " + npy.rows() + " x " + npy.columns() + " labels, must be " + samples + " x " + columns);
            return;
        }
        List<Integer> keys = multi ? List.of(0, 1) : task.classKeys();
        for (int i = 0; i < npy.values().length; i++) {
            long value = npy.values()[i];
            if (keys.stream().noneMatch(key -> key == value)) {
                error(file, i / columns, "label " + value + ", must be one of " + keys);
            }
        }
    }

    private void splits(Path folder, DatasetInfo info) {
        String[] owner = new String[info.totalSamples()];
        Map<Split, Integer> expected = Map.of(
                Split.TRAIN,
                info.splits().train(),
                Split.VAL,
                info.splits().val(),
                Split.TEST,
                info.splits().test());
        for (Split split : Split.values()) {
            Path file = folder.resolve("splits").resolve(split.word() + ".txt");
            int[] positions;
            try {
                positions = SplitFile.read(file, info.totalSamples());
            } catch (HoldoutException e) {
                error(file, -1, e.failure().message());
                continue;
            }
            if (positions.length != expected.getOrDefault(split, 0)) {
                error(
                        file,
                        -1,
                        "names " + positions.length + " images, info.yaml says " + expected.getOrDefault(split, 0));
            }
            for (int position : positions) {
                if (owner[position] != null) {
                    error(file, position, "is in " + owner[position] + " as well");
                }
                owner[position] = split.word();
            }
        }
        for (int i = 0; i < owner.length; i++) {
            if (owner[i] == null) {
                error(folder.resolve("splits"), i, "is in no split");
            }
        }
    }

    private void images(Path folder, DatasetInfo info) {
        Path file = folder.resolve("images.hdf5");
        try (Hdf5Images images = Hdf5Images.open(file)) {
            if (images.count() != info.totalSamples()
                    || images.channels() != info.channels()
                    || images.height() != info.height()
                    || images.width() != info.width()) {
                error(
                        file,
                        -1,
                        "holds " + images.count() + " images of " + images.channels() + " x "
                                + images.height() + " x " + images.width() + ", info.yaml says " + info.totalSamples()
                                + " of " + info.channels() + " x " + info.height() + " x " + info.width());
            }
            byte[] pixels = new byte[images.bytesPerImage()];
            for (int i = 0; i < images.count(); i++) {
                images.read(i, pixels);
                tiff(folder, i, images, pixels);
            }
        } catch (HoldoutException e) {
            error(file, -1, e.failure().message());
        }
    }

    private void tiff(Path folder, int index, Images images, byte[] pixels) {
        Path file = folder.resolve(TiffFile.name(index));
        // one budget for all images of a dataset: a broken one is broken everywhere
        Path group = folder.resolve("images");
        try {
            TiffFile.Decoded tiff = TiffFile.decode(file);
            if (tiff.channels() != images.channels()
                    || tiff.height() != images.height()
                    || tiff.width() != images.width()) {
                error(
                        group,
                        index,
                        file.getFileName() + " is " + tiff.channels() + " x " + tiff.height() + " x "
                                + tiff.width() + ", the HDF5 file has " + images.channels() + " x " + images.height()
                                + " x "
                                + images.width());
            } else {
                int at = Arrays.mismatch(tiff.pixels(), pixels);
                if (at >= 0) {
                    error(group, index, file.getFileName() + " differs from the HDF5 file, first at byte " + at);
                }
            }
        } catch (IOException e) {
            error(group, index, file.getFileName() + " cannot be read: " + e.getMessage());
        }
    }

    private void annotations(Path folder, DatasetInfo info) {
        Path file = folder.resolve("annotations.csv");
        try {
            CsvTable table = CsvTable.read(file);
            if (table.rows().size() != info.totalSamples()) {
                error(file, -1, "has " + table.rows().size() + " lines, must have " + info.totalSamples());
                return;
            }
            for (int i = 0; i < table.rows().size(); i++) {
                String path = table.value(i, "filepath");
                if (!path.equals(TiffFile.name(i))) {
                    error(file, i, "names '" + path + "', must be " + TiffFile.name(i));
                }
            }
            for (TaskInfo task : info.tasks()) {
                annotated(folder, file, table, task);
            }
        } catch (HoldoutException e) {
            error(file, -1, e.failure().message());
        }
    }

    private void annotated(Path folder, Path file, CsvTable table, TaskInfo task) {
        if (task.target() == TaskTarget.MULTILABEL_CLASSIFICATION) {
            return;
        }
        Npy npy = Npy.read(MedimetaFolder.labelFile(folder, task));
        for (int i = 0; i < Math.min(npy.rows(), table.rows().size()); i++) {
            String text = table.value(i, "tasks/" + task.name());
            if (!text.equals(String.valueOf(npy.values()[i]))) {
                error(file, i, "tasks/" + task.name() + " is '" + text + "', the .npy file has " + npy.values()[i]);
            }
        }
    }
}
