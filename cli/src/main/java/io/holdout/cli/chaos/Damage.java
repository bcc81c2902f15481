package io.holdout.cli.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Spoils a file as disks and people do. */
enum Damage {
    FLIP("a bit flipped in") {
        @Override
        void to(Path file, long draw) throws IOException {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (channel.size() == 0) {
                    return;
                }
                long at = draw % channel.size();
                var one = ByteBuffer.allocate(1);
                channel.read(one, at);
                one.put(0, (byte) (one.get(0) ^ (1 << (draw % 8))));
                channel.write(one.rewind(), at);
            }
        }
    },
    TRUNCATE("cut short:") {
        @Override
        void to(Path file, long draw) throws IOException {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(draw % Math.max(1, channel.size()));
            }
        }
    },
    DELETE("deleted:") {
        @Override
        void to(Path file, long draw) throws IOException {
            Files.deleteIfExists(file);
        }
    };

    private final String words;

    Damage(String words) {
        this.words = words;
    }

    /** The one that a fault draws. */
    static Damage of(PlannedFault fault, int salt) {
        var all = List.of(values());
        return all.get(fault.choose(all.size(), salt));
    }

    abstract void to(Path file, long draw) throws IOException;

    String words() {
        return words;
    }
}
