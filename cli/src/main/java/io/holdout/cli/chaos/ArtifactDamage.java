package io.holdout.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spoils one artifact: a result or a checkpoint that may be needed, again or at the end. */
final class ArtifactDamage implements Fault {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int SHOWN = 8;

    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        List<Path> all = files(scene.home().resolve("artifacts")).stream()
                .filter(file -> HASH.matcher(file.getFileName().toString()).matches())
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Path file = all.get(fault.choose(all.size(), 2));
        Damage damage = Damage.of(fault, 3);
        try {
            damage.to(file, fault.draw());
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(Harm.over(
                "",
                damage.words() + " artifact " + file.getFileName().toString().substring(0, SHOWN)));
    }

    /** All files below a folder, sorted; those that vanish meanwhile are left out. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
