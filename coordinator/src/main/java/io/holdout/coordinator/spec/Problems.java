package io.holdout.coordinator.spec;

import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with a file, so that one run shows all of it. */
final class Problems {
    /** More than this says nothing new. */
    private static final int MOST = 20;

    /** 1-based line and column, as editors count. */
    private record Problem(int line, int column, String what) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String what) {
        at(node.getStartMark(), what);
    }

    void at(Mark mark, String what) {
        found.add(new Problem(mark.getLine() + 1, mark.getColumn() + 1, what));
    }

    /** For what has no place, such as a key that is missing. */
    void atStart(String what) {
        found.add(new Problem(1, 1, what));
    }

    boolean none() {
        return found.isEmpty();
    }

    /** @throws HoldoutException BAD_SWEEP_FILE if anything was found, in the order of the file */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        String shown = found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .limit(MOST)
                .map(problem -> file + ":" + problem.line + ":" + problem.column + ": " + problem.what)
                .collect(Collectors.joining("\n"));
        int more = found.size() - MOST;
        throw HoldoutException.user("BAD_SWEEP_FILE", more > 0 ? shown + "\nand " + more + " more" : shown);
    }
}
