package io.holdout.cli.chaos;

import java.util.List;
import java.util.Optional;

/** SIGSTOP, and SIGCONT after a while: what a virtual machine or a container does that is paused. */
record ProcessFreeze(Nodes.Role role) implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        return Nodes.pick(fault, scene, role)
                .filter(node -> signal("STOP", node))
                .map(node -> new Harm(
                        node.name(),
                        "SIGSTOP of %s for %.1f s".formatted(node.name(), fault.forMillis() / 1e3),
                        () -> signal("CONT", node)));
    }

    /** False if the process is gone. */
    private static boolean signal(String name, Nodes.Node node) {
        // the shell's own kill: there may be no other
        return node.process().isAlive()
                && Commands.succeeds(List.of(
                        "/bin/sh", "-c", "kill -" + name + " " + node.process().pid()));
    }
}
