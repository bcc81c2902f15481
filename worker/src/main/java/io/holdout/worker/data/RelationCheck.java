package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks what datasets say of one another: leave-one-out leaves out what overlaps, so a wrong overlap lets a target into
 * its own pre-training.
 */
final class RelationCheck {
    private final Path root;
    private final Map<Path, DatasetInfo> infos;
    private final Set<String> known;
    private final Findings findings;

    /** @param known ids that overlaps may name */
    RelationCheck(Path root, Map<Path, DatasetInfo> infos, Set<String> known, Findings findings) {
        this.root = root;
        this.infos = infos;
        this.known = known;
        this.findings = findings;
    }

    void run() {
        requireDistinctIds();
        infos.forEach((folder, info) -> {
            overlaps(folder, info, "domain_overlaps", DatasetInfo::domainOverlaps);
            overlaps(folder, info, "subject_overlaps", DatasetInfo::subjectOverlaps);
        });
    }

    private void requireDistinctIds() {
        var folderOf = new HashMap<String, Path>();
        infos.forEach((folder, info) -> {
            Path other = folderOf.putIfAbsent(info.id(), folder);
            if (other != null) {
                findings.error(
                        file(folder), "has the id '" + info.id() + "' of " + file(other) + "; ids must be unique");
            }
        });
    }

    private void overlaps(Path folder, DatasetInfo info, String key, Function<DatasetInfo, List<String>> overlapsOf) {
        for (String id : overlapsOf.apply(info)) {
            if (id.equals(info.id())) {
                findings.warning(file(folder), key + " names the dataset itself");
                continue;
            }
            if (!known.contains(id)) {
                findings.error(file(folder), key + " names '" + id + "', must be one of the known datasets " + known);
            }
            Optional<DatasetInfo> other =
                    infos.values().stream().filter(each -> each.id().equals(id)).findFirst();
            if (other.isPresent() && !overlapsOf.apply(other.get()).contains(info.id())) {
                findings.warning(
                        file(folder),
                        key + " names '" + id + "', which does not name '" + info.id() + "' in turn: '" + info.id()
                                + "' stays in the pre-training for '" + id + "'");
            }
        }
    }

    private String file(Path folder) {
        return root.relativize(folder) + "/info.yaml";
    }
}
