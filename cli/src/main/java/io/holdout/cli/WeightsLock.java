package io.holdout.cli;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time bring weights into a folder: two would write into one part of a file. */
final class WeightsLock implements AutoCloseable {
    private final FileChannel channel;

    private WeightsLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws HoldoutException WEIGHTS_BUSY, HOME_UNUSABLE */
    static WeightsLock take(WeightsFolder weights) {
        Path folder = weights.folder();
        try {
            Files.createDirectories(folder);
            var channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        "WEIGHTS_BUSY",
                        "another 'holdout weights' is bringing weights into " + folder + "; wait for it"));
            }
            return new WeightsLock(channel);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot use " + folder + ": " + e, e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot let go of the weights folder: " + e, e);
        }
    }
}
