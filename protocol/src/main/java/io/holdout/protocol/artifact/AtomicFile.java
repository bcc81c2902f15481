package io.holdout.protocol.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that are there whole, with their bytes on disk, or not at all, whenever the writer dies. */
public final class AtomicFile {
    private static final FileAttribute<?>[] AS_USUAL = {};

    private AtomicFile() {}

    /** What is written into a file; whatever it throws, nothing of the file is kept. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes or replaces a file: aside, to disk, then renamed. Its folder must exist.
     *
     * @throws IOException if it cannot be written; what was there before still is
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /** As {@link #write(Path, byte[])}, for what is too large for memory. */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, AS_USUAL);
    }

    /** As {@link #write(Path, byte[])}, and nobody but its owner can read it at any time, where there are owners. */
    public static void writePrivately(Path file, byte[] bytes) throws IOException {
        boolean owned = Files.getFileStore(folderOf(file)).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = owned
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : AS_USUAL;
        write(file, out -> out.write(bytes), attributes);
    }

    private static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        Path aside = folderOf(file).resolve("." + file.getFileName() + "." + UUID.randomUUID());
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean placed = false;
        try {
            try (var channel = FileChannel.open(aside, options, attributes)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            name(aside, file);
            placed = true;
        } finally {
            if (!placed) {
                Files.deleteIfExists(aside);
            }
        }
    }

    /**
     * Gives a file that is whole its name, for good.
     *
     * @param aside on the same disk
     */
    public static void place(Path aside, Path file) throws IOException {
        force(aside, StandardOpenOption.WRITE);
        name(aside, file);
    }

    private static void name(Path aside, Path file) throws IOException {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folderOf(file), StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}
