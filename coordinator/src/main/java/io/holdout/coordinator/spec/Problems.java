package io.holdout.coordinator.spec;

import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with a file, so that one run shows all of it. */
final class Problems {
    /** More than this says nothing new. */
    private static final int MOST = 20;

    private final String file;
    private final List<String> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String what) {
        at(node.getStartMark(), what);
    }

    void at(Mark mark, String what) {
        found.add(file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": " + what);
    }

    void add(String what) {
        found.add(file + ": " + what);
    }

    /** @throws HoldoutException BAD_SWEEP_FILE if anything was found */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        var shown = new ArrayList<>(found.subList(0, Math.min(MOST, found.size())));
        if (found.size() > MOST) {
            shown.add("and " + (found.size() - MOST) + " more");
        }
        throw HoldoutException.user("BAD_SWEEP_FILE", String.join("\n", shown));
    }
}
