package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Images of an {@code images.hdf5}, of any size, by positional reads: the library's own reading was measured at 78 ms an
 * image and fails above 2 GiB. Safe for concurrent use.
 */
final class Hdf5Images implements Images {
    /** How often one read starts anew; each time another thread must have been interrupted meanwhile. */
    private static final int MAX_CLOSINGS = 100;

    private final Path file;
    private final Hdf5Location location;
    private FileChannel channel;
    private boolean closed;

    private Hdf5Images(Path file, Hdf5Location location, FileChannel channel) {
        this.file = file;
        this.location = location;
        this.channel = channel;
    }

    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file and what is wrong with it */
    static Hdf5Images open(Path file) {
        Hdf5Location location = Hdf5Location.find(file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            if (size < location.end()) {
                channel.close();
                throw HoldoutException.user(
                        "DATA_UNREADABLE",
                        file + " is cut off: it has " + size + " bytes, its " + location.count()
                                + " images end at byte " + location.end());
            }
            return new Hdf5Images(file, location, channel);
        } catch (IOException e) {
            throw failed("cannot open " + file, e);
        }
    }

    @Override
    public int count() {
        return location.count();
    }

    @Override
    public int channels() {
        return location.channels();
    }

    @Override
    public int height() {
        return location.height();
    }

    @Override
    public int width() {
        return location.width();
    }

    @Override
    public void read(int index, byte[] into) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("image " + index + " of " + count() + " in " + file);
        }
        var buffer = ByteBuffer.wrap(into, 0, bytesPerImage());
        long at = location.address() + (long) index * bytesPerImage();
        try {
            while (buffer.hasRemaining()) {
                if (readSome(buffer, at + buffer.position()) < 0) {
                    throw HoldoutException.user("DATA_UNREADABLE", file + " ends within image " + index);
                }
            }
        } catch (IOException e) {
            throw failed("cannot read image " + index + " of " + file, e);
        }
    }

    /**
     * Reads on where the channel was closed under us: Java closes a channel when a thread that reads from it is
     * interrupted, and one attempt that is called off must not take the data from the others.
     */
    private int readSome(ByteBuffer buffer, long at) throws IOException {
        for (int closings = 0; ; closings++) {
            try {
                return current().read(buffer, at);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                if (isClosed() || closings == MAX_CLOSINGS) {
                    throw e;
                }
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized FileChannel current() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        return channel;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("cannot close " + file, e);
        }
    }

    private static HoldoutException failed(String what, IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return HoldoutException.infrastructure("DATA_UNREADABLE", what + ": " + why, e);
    }
}
