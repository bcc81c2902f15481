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

    /** What a node is now; coordinators take turns. */
    enum Role {
        COORDINATOR("coordinator"),
        STANDBY("coordinator"),
        WORKER("worker");

        private final String prefix;

        Role(String prefix) {
            this.prefix = prefix;
        }
    }

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
    static Optional<Node> pick(PlannedFault fault, Scene scene, Role role) {
        boolean busyOnly = fault.choose(4, 4) != 0;
        List<Node> all = alive(scene.home(), role.prefix).stream()
                .filter(node -> switch (role) {
                    case COORDINATOR -> serves(scene, node);
                    case STANDBY -> !serves(scene, node);
                    case WORKER -> !busyOnly || scene.busy().contains(node.name());
                })
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(fault.choose(all.size(), 1)));
    }

    private static boolean serves(Scene scene, Node node) {
        return scene.coordinator().isPresent()
                && scene.coordinator().getAsLong() == node.process().pid();
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
