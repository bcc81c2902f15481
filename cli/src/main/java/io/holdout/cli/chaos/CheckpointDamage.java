package io.holdout.cli.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Spoils the checkpoints of running trials, then kills a worker, so that they are looked for. */
final class CheckpointDamage implements Fault {
    private final Fault kill = new ProcessKill(Nodes.Role.WORKER);

    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        List<Path> all = ArtifactDamage.files(scene.home().resolve("checkpoints"));
        int spoiled = 0;
        for (Path file : all) {
            Damage damage = Damage.of(fault, 3 + spoiled);
            try {
                damage.to(file, fault.draw());
                spoiled++;
            } catch (IOException e) {
                // the trial ended meanwhile, and took it along
            }
        }
        int count = spoiled;
        return count == 0
                ? Optional.empty()
                : kill.inflict(fault, scene)
                        .map(harm -> Harm.over(harm.victim(), count + " files of checkpoints spoiled, " + harm.what()));
    }
}
