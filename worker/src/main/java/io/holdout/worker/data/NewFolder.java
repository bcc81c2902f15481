package io.holdout.worker.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;

/** A folder that appears under its name whole or not at all: filled beside its place, made durable, then renamed. */
final class NewFolder {
    /** What fills the folder; whatever it throws, nothing of the folder is kept. */
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    private NewFolder() {}

    /**
     * Makes {@code folder}; while it is being filled its name starts with a dot, so that readers of the parent skip it.
     *
     * @throws IOException if it cannot be written, or if there is something of that name by now
     */
    static void create(Path folder, Content content) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(folder + " is no folder that can be made");
        }
        Path aside = parent.resolve("." + folder.getFileName() + "." + UUID.randomUUID());
        Files.createDirectories(aside);
        try {
            content.writeTo(aside);
            forceFolders(aside);
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
            force(parent);
        } catch (IOException | RuntimeException e) {
            delete(aside, e);
            throw e;
        }
    }

    /** Writes one new file durably, making the folders it needs. */
    static void file(Path file, byte[] bytes) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            append(channel, bytes);
            channel.force(true);
        }
    }

    static void append(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void forceFolders(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                force(folder);
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A failure to clean up must not hide why there is something to clean up. */
    private static void delete(Path folder, Exception reason) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
