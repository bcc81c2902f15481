package io.holdout.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of a sweep, as far as they may be harmed: only children of this very process, by name. */
final class Nodes {
    private static final String SUFFIX = ".pid";

    /** Also in {@link FaultKind}'s words. */
    static final String COORDINATOR = "coordinator";

    static final String STANDBY = "standby";
    static final String WORKER = "worker";

    /** A node that runs. */
    record Node(String name, ProcessHandle process) {}

    private Nodes() {}

    /** The nodes of a home whose name begins so and that are alive, by name. */
    static List<Node> alive(Path home, String prefix) {
        var nodes = new ArrayList<Node>();
        try (var files = Files.list(home.resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(SUFFIX)) {
                    child(file)
                            .ifPresent(process ->
                                    nodes.add(new Node(name.substring(0, name.length() - SUFFIX.length()), process)));
                }
            }
        } catch (IOException e) {
            // no folder yet: nothing runs
        }
        return nodes;
    }

    /**
     * One of them, by the fault's draw. Of workers, three times in four one that holds an attempt: one that only just
     * starts has little to lose.
     */
    static Optional<Node> pick(PlannedFault fault, Scene scene, String prefix) {
        boolean busyOnly = prefix.equals(WORKER) && fault.choose(4, 4) != 0;
        List<Node> all = alive(scene.home(), prefix).stream()
                .filter(node -> !busyOnly || scene.busy().contains(node.name()))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(fault.choose(all.size(), 1)));
    }

    /** A number in a file may have come to be another's; a child of ours that was not awaited keeps its number. */
    private static Optional<ProcessHandle> child(Path file) {
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.current()
                    .children()
                    .filter(process -> process.pid() == pid && process.isAlive())
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
