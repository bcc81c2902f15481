package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Verifies datasets in MedIMeta's format completely: every file against every other that says the same thing.
 *
 * <p>Nothing is printed, and nothing stops it: a file that cannot be read is a finding, and the others are still compared.
 */
public final class DataCheck {
    private static final String DESCRIPTION = "info.yaml";

    private final Path root;
    private final Consumer<String> progress;
    private final Findings findings = new Findings();

    private DataCheck(Path root, Consumer<String> progress) {
        this.root = root;
        this.progress = progress;
    }

    /**
     * Checks a data root, or a single dataset's folder. Overlaps may name the datasets of MedIMeta and those found.
     *
     * @param progress told what is being compared: a dataset's id, and from time to time how many of its images are done
     * @return what is wrong, grouped by file, at most 20 for a file and then how many more; empty if all is well
     * @throws HoldoutException DATA_MISSING if there is no folder to check
     */
    public static List<Finding> run(Path root, Consumer<String> progress) {
        Path whole = root.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        boolean single = parent != null && Files.isRegularFile(whole.resolve(DESCRIPTION));
        var check = new DataCheck(single ? Objects.requireNonNull(parent) : whole, progress);
        check.datasets(single ? List.of(whole) : folders(whole));
        return check.findings.list();
    }

    private static List<Path> folders(Path root) {
        try (var children = Files.list(root)) {
            List<Path> folders = children.filter(Files::isDirectory)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw HoldoutException.user("DATA_MISSING", root + " holds no folder, must hold one for each dataset");
            }
            return folders;
        } catch (IOException e) {
            throw HoldoutException.user("DATA_MISSING", "cannot list " + root + ": " + e);
        }
    }

    private void datasets(List<Path> folders) {
        Map<Path, DatasetInfo> infos = new LinkedHashMap<>();
        for (Path folder : folders) {
            describe(folder, infos);
        }
        var known = new TreeSet<String>();
        MedimetaCatalogue.load().datasets().forEach(info -> known.add(info.id()));
        infos.values().forEach(info -> known.add(info.id()));
        new RelationCheck(root, infos, known, findings).run();
        infos.forEach((folder, info) ->
                new DatasetCheck(folder, root.relativize(folder) + "/", info, findings, progress).run());
    }

    private void describe(Path folder, Map<Path, DatasetInfo> infos) {
        Path file = folder.resolve(DESCRIPTION);
        String name = folder.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            findings.warning(name, "is no dataset: it has no " + DESCRIPTION);
            return;
        }
        try {
            if (Files.size(file) > 4L * InfoYaml.MAX_CHARS) {
                findings.error(name + "/" + DESCRIPTION, "has " + Files.size(file) + " bytes, far too many");
                return;
            }
            DatasetInfo info = InfoYaml.read(Files.readString(file), DESCRIPTION);
            infos.put(folder, info);
            if (!info.id().equals(name)) {
                findings.warning(
                        name + "/" + DESCRIPTION,
                        "has the id '" + info.id() + "' in a folder named '" + name + "'; the id is used");
            }
        } catch (HoldoutException e) {
            findings.error(name + "/" + DESCRIPTION, e.failure().message());
        } catch (IOException e) {
            findings.error(name + "/" + DESCRIPTION, "cannot be read: " + e);
        }
    }
}
