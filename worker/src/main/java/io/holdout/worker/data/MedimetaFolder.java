package io.holdout.worker.data;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of datasets in MedIMeta's format, one folder each; a folder may have another name than its dataset has, the id
 * in {@code info.yaml} counts. Datasets are opened when first asked for and stay open. Safe for concurrent use.
 */
public final class MedimetaFolder implements Datasets, AutoCloseable {
    private final Path root;
    private final FingerprintCache cache;
    private final Map<String, DatasetFolder> folders;
    private final Map<String, Dataset> open = new HashMap<>();
    private final Map<String, String> fingerprints = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Reads the descriptions; opens no images. What has no {@code info.yaml}, or a name that starts with a dot, is no
     * dataset and is passed over.
     *
     * @param fingerprintCache file that keeps fingerprints from start to start; null for none
     * @throws HoldoutException DATA_MISSING, DATA_UNREADABLE or BAD_INFO_YAML naming the file
     */
    public MedimetaFolder(Path root, @Nullable Path fingerprintCache) {
        this.root = root;
        this.cache = new FingerprintCache(fingerprintCache);
        this.folders = folders(root);
        if (folders.isEmpty()) {
            throw HoldoutException.user(
                    "DATA_MISSING",
                    root + " holds no dataset: none of its folders has an info.yaml. `holdout data import` makes such"
                            + " folders, `holdout demo` paints some");
        }
    }

    private static Map<String, DatasetFolder> folders(Path root) {
        var found = new TreeMap<String, DatasetFolder>();
        for (Path folder : children(root)) {
            Path file = folder.resolve("info.yaml");
            if (!folder.getFileName().toString().startsWith(".") && Files.isRegularFile(file)) {
                DatasetInfo info = description(file);
                var other = found.putIfAbsent(info.id(), new DatasetFolder(folder, info));
                if (other != null) {
                    throw HoldoutException.user(
                            "BAD_INFO_YAML",
                            file + ": has the id '" + info.id() + "', which "
                                    + other.folder().resolve("info.yaml") + " has too; ids must differ");
                }
            }
        }
        return found;
    }

    private static List<Path> children(Path root) {
        if (!Files.isDirectory(root)) {
            throw HoldoutException.user("DATA_MISSING", "there is no data folder " + root + "; name one with --data");
        }
        try (var children = Files.list(root)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    private static DatasetInfo description(Path file) {
        try {
            if (Files.size(file) > InfoYaml.MAX_CHARS) {
                throw HoldoutException.user(
                        "BAD_INFO_YAML",
                        file + ": has " + Files.size(file) + " bytes, must be at most " + InfoYaml.MAX_CHARS);
            }
            return InfoYaml.read(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw HoldoutException.user("BAD_INFO_YAML", file + ": is no text in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static HoldoutException unreadable(Path file, IOException e) {
        return HoldoutException.infrastructure("DATA_UNREADABLE", "cannot read " + file + ": " + e.getMessage(), e);
    }

    public Path root() {
        return root;
    }

    /** The datasets that are here. */
    public Catalogue catalogue() {
        var infos = new ArrayList<DatasetInfo>();
        folders.values().forEach(each -> infos.add(each.info()));
        return new Catalogue(infos);
    }

    @Override
    public synchronized Dataset open(String id) {
        if (closed) {
            throw new IllegalStateException(root + " was closed");
        }
        Dataset known = open.get(id);
        if (known == null) {
            known = folder(id).open();
            open.put(id, known);
        }
        return known;
    }

    @Override
    public String fingerprint(String id) {
        DatasetFolder folder = folder(id);
        return fingerprints.computeIfAbsent(
                id, each -> cache.get(folder.folder(), folder.files(), () -> Fingerprint.of(open(each))));
    }

    private DatasetFolder folder(String id) {
        DatasetFolder folder = folders.get(id);
        if (folder == null) {
            throw HoldoutException.user(
                    "DATA_MISSING", "no dataset '" + id + "' in " + root + "; there are " + folders.keySet());
        }
        return folder;
    }

    /** Closes every dataset that was opened; reads that are under way fail. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Dataset::close);
        open.clear();
    }
}
