package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verifies datasets in MedIMeta's format completely: every file against every other that says the same thing.
 *
 * <p>Nothing is printed, and nothing stops it: a file that cannot be read is a finding, and the others are still compared.
 */
public final class DataCheck {
    private static final String DESCRIPTION = "info.yaml";

    private final Path root;
    private final DataProgress progress;
    private final Findings findings = new Findings();

    private DataCheck(Path root, DataProgress progress) {
        this.root = root;
        this.progress = progress;
    }

    /**
     * Checks a data root, or a single dataset's folder.
     *
     * @param knownIds datasets that overlaps may name although they are not in {@code root}, such as those of {@link
     *     io.holdout.protocol.catalog.MedimetaCatalogue}
     * @param progress told of each image compared
     * @return what is wrong, grouped by file, at most 20 for a file and then how many more; empty if all is well
     */
    public static List<Finding> run(Path root, Set<String> knownIds, DataProgress progress) {
        Path whole = root.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        if (parent != null && Files.isRegularFile(whole.resolve(DESCRIPTION))) {
            var check = new DataCheck(parent, progress);
            check.datasets(List.of(whole), knownIds);
            return check.findings.list();
        }
        var check = new DataCheck(whole, progress);
        check.datasets(check.folders(), knownIds);
        return check.findings.list();
    }

    private List<Path> folders() {
        var folders = new ArrayList<Path>();
        try (var children = Files.list(root)) {
            children.filter(each -> !each.getFileName().toString().startsWith("."))
                    .filter(Files::isDirectory)
                    .sorted()
                    .forEach(folders::add);
        } catch (IOException e) {
            findings.error(".", "cannot be listed: " + e);
            return folders;
        }
        if (folders.isEmpty()) {
            findings.error(".", "holds no folder, must hold one for each dataset");
        }
        return folders;
    }

    private void datasets(List<Path> folders, Set<String> knownIds) {
        Map<Path, DatasetInfo> infos = new LinkedHashMap<>();
        for (Path folder : folders) {
            describe(folder, infos);
        }
        var known = new TreeSet<>(knownIds);
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
