package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The part of a file that is here already, and the ETag of the version it is a part of, which lies beside it: what a later
 * process needs to go on. Safe for the thread that receives and the one that watches.
 */
final class PartFile implements Closeable {
    private final Path file;
    private final Path tagFile;
    private final FileChannel channel;

    /** @throws HoldoutException HOME_UNUSABLE, here as in all methods */
    PartFile(Path file) {
        this.file = file;
        this.tagFile = file.resolveSibling(file.getFileName() + ".etag");
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.position(channel.size());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    synchronized long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The version that this is the start of; empty if there is nothing yet or nothing that names a version for sure. */
    synchronized Optional<String> version() {
        try {
            if (size() == 0 || !Files.exists(tagFile)) {
                return Optional.empty();
            }
            String tag = Files.readString(tagFile);
            // a weak tag (W/"...") promises equal meaning, not equal bytes
            return tag.startsWith("\"") ? Optional.of(tag) : Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Forgets all and begins with another version. */
    synchronized void restart(Optional<String> tag) {
        try {
            channel.truncate(0);
            Files.writeString(tagFile, tag.orElse(""));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    synchronized void append(byte[] bytes) {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    synchronized void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Deletes it, and what lies beside it. */
    synchronized void delete() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(tagFile);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private HoldoutException unusable(IOException e) {
        return HoldoutException.infrastructure("HOME_UNUSABLE", "cannot use " + file + ": " + e, e);
    }
}
