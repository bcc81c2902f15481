package io.holdout.worker.data;

import io.holdout.worker.data.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings, at most {@value #MAX_LISTED} of each severity for a file, and counts the rest. */
final class Findings {
    /** Enough to see the pattern of a fault; a wrong file may be wrong at each of 100,000 images. */
    static final int MAX_LISTED = 20;

    private final Map<Group, List<Finding>> groups = new LinkedHashMap<>();
    private final Map<Group, Integer> unlisted = new LinkedHashMap<>();

    private record Group(String file, Severity severity) {}

    void error(String file, String message) {
        add(Severity.ERROR, file, file, Finding.WHOLE_FILE, message);
    }

    void error(String file, int index, String message) {
        add(Severity.ERROR, file, file, index, message);
    }

    /** An error in one of a folder's many files, which are bounded together. */
    void errorIn(String folder, String file, int index, String message) {
        add(Severity.ERROR, folder, file, index, message);
    }

    void warning(String file, String message) {
        add(Severity.WARNING, file, file, Finding.WHOLE_FILE, message);
    }

    private void add(Severity severity, String group, String file, int index, String message) {
        var key = new Group(group, severity);
        List<Finding> listed = groups.computeIfAbsent(key, each -> new ArrayList<>());
        if (listed.size() < MAX_LISTED) {
            listed.add(new Finding(severity, file, index, message));
        } else {
            unlisted.merge(key, 1, Integer::sum);
        }
    }

    /** All findings, grouped by file, files in the order in which their first fault was found. */
    List<Finding> list() {
        var all = new ArrayList<Finding>();
        groups.forEach((group, listed) -> {
            all.addAll(listed);
            Integer more = unlisted.get(group);
            if (more != null) {
                all.add(new Finding(group.severity(), group.file(), Finding.WHOLE_FILE, "and " + more + " more"));
            }
        });
        return all;
    }
}
