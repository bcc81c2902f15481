package io.holdout.cli.chaos;

import java.util.Optional;

/** SIGTERM, as a scheduler sends it before it takes a node away: the worker saves what it runs and hands it back. */
final class WorkerStop implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        return Nodes.pick(fault, scene, Nodes.Role.WORKER)
                .filter(node -> node.process().destroy())
                .map(node -> Harm.over(node.name(), "SIGTERM to " + node.name()));
    }
}
