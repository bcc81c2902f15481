package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns folders of common image files into datasets in MedIMeta's format.
 *
 * <p>A source folder holds {@code dataset.yaml} (the keys of {@code info.yaml} but for sizes and counts, plus
 * {@code channels: 1} or {@code 3}), {@code labels.csv} (see {@link ImportTable}) and the image files which that names (see
 * {@link ImportImage} for how they are cropped and resized). The position of an image is that of its row.
 */
public final class DataImport {
    /** Side of MedIMeta's images, pixels. */
    public static final int MEDIMETA_SIZE = 224;

    /** Below it even the shallowest backbone has nothing left to pool. */
    static final int MIN_SIZE = 8;

    /** Longest side that the reader of {@code info.yaml} accepts. */
    static final int MAX_SIZE = 4096;

    private DataImport() {}

    /**
     * Imports one source folder, or every source folder in a folder.
     *
     * <p>All descriptions and tables are read before the first image, so a fault in the last of them costs no time. Each
     * dataset appears whole or not at all; those finished before a fault stay.
     *
     * @param source a folder with a {@code dataset.yaml}, or a folder of such folders
     * @param target data root that gets one folder for each dataset, named by its id; none of them may exist
     * @param size side of the square images written, pixels
     * @param done told the id of each dataset when it is written, in the order of their source folders' names
     * @throws HoldoutException DATA_MISSING, BAD_INFO_YAML, BAD_IMPORT, DATA_EXISTS (the user's to mend) naming file,
     *     line, value found and values allowed; DATA_UNWRITABLE
     */
    public static void run(Path source, Path target, int size, Consumer<String> done) {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw HoldoutException.user(
                    "BAD_IMPORT", "the size is " + size + " pixels, must be " + MIN_SIZE + " to " + MAX_SIZE);
        }
        List<ImportSource> sources = folders(source).stream()
                .map(each -> ImportSource.read(each, size))
                .toList();
        requireNew(sources, target);
        for (ImportSource each : sources) {
            each.write(target);
            done.accept(each.info().id());
        }
    }

    private static List<Path> folders(Path source) {
        if (Files.isRegularFile(source.resolve(ImportSource.DESCRIPTION))) {
            return List.of(source);
        }
        if (!Files.isDirectory(source)) {
            throw HoldoutException.user("DATA_MISSING", "there is no folder " + source);
        }
        var folders = new ArrayList<Path>();
        try (var children = Files.list(source)) {
            children.filter(each -> Files.isRegularFile(each.resolve(ImportSource.DESCRIPTION)))
                    .sorted()
                    .forEach(folders::add);
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "DATA_UNREADABLE", "cannot list " + source + ": " + e.getMessage(), e);
        }
        if (folders.isEmpty()) {
            throw HoldoutException.user(
                    "DATA_MISSING",
                    "neither " + source + " nor a folder in it has a " + ImportSource.DESCRIPTION
                            + ", there is nothing to import");
        }
        return folders;
    }

    private static void requireNew(List<ImportSource> sources, Path target) {
        var folderOf = new HashMap<String, Path>();
        for (ImportSource source : sources) {
            String id = source.info().id();
            Path other = folderOf.putIfAbsent(id, source.folder());
            if (other != null) {
                throw HoldoutException.user(
                        "BAD_IMPORT",
                        source.folder().resolve(ImportSource.DESCRIPTION) + ": has the id '" + id + "', which "
                                + other.resolve(ImportSource.DESCRIPTION) + " has too; ids must differ");
            }
            if (Files.exists(target.resolve(id))) {
                throw HoldoutException.user(
                        "DATA_EXISTS", target.resolve(id) + " exists already; nothing was imported");
            }
        }
    }
}
