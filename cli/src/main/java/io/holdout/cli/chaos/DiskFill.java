package io.holdout.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Fills the small disk that the home is on, to the last byte, for a while. */
final class DiskFill implements Fault {
    private static final String FILE = "chaos.filler";
    private static final int BLOCK = 1 << 20;

    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        Path file = scene.home().resolve(FILE);
        if (Files.exists(file)) {
            return Optional.empty();
        }
        fill(file);
        return Optional.of(new Harm("", "disk full for %.1f s".formatted(fault.forMillis() / 1e3), () -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private static void fill(Path file) {
        for (int size = BLOCK; size > 0; size /= 2) {
            var block = ByteBuffer.allocate(size);
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                while (channel.write(block) > 0) {
                    block.clear();
                }
            } catch (IOException e) {
                // full for blocks of this size
            }
        }
    }
}
