package io.holdout.cli.chaos;

import java.util.Optional;

/** kill -9. */
record ProcessKill(Nodes.Role role) implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        return Nodes.pick(fault, scene, role)
                .filter(node -> node.process().destroyForcibly())
                .map(node -> Harm.over(node.name(), "kill -9 of " + node.name()));
    }
}
