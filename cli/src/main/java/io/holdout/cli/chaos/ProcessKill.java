package io.holdout.cli.chaos;

import java.nio.file.Path;
import java.util.Optional;

/** kill -9. */
record ProcessKill(String prefix) implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Path home) {
        return Nodes.pick(fault, home, prefix)
                .filter(node -> node.process().destroyForcibly())
                .map(node -> Harm.over(node.name(), "kill -9 of " + node.name()));
    }
}
