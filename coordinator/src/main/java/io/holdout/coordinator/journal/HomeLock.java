package io.holdout.coordinator.journal;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Lets one coordinator at a time use a home. The operating system takes the lock back when its process dies. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the home, making its folder if there is none.
     *
     * @throws HoldoutException HOME_IN_USE naming the process that has it, or HOME_UNUSABLE
     */
    public static HomeLock take(Path home) {
        Path file = home.resolve("coordinator.lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(home);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        "HOME_IN_USE",
                        "another coordinator (process " + (holder.isEmpty() ? "unknown" : holder) + ") uses " + home
                                + "; wait for it, stop it, or use another --home"));
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            channel.force(true);
            return new HomeLock(channel, lock);
        } catch (IOException e) {
            closeQuietly(channel);
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot use the home folder " + home + ": " + reason(e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied (" + e.getMessage() + ")"
                : e instanceof java.nio.file.FileAlreadyExistsException
                        ? e.getMessage() + " is a file, not a folder"
                        : String.valueOf(e.getMessage());
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the first error is the one to tell
        }
    }

    /** Whether it was not given back. */
    public boolean isHeld() {
        return lock.isValid();
    }

    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                lock.release();
                channel.close();
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot release the home folder's lock", e);
        }
    }
}
