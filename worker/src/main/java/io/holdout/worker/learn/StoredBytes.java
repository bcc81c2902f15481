package io.holdout.worker.learn;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that lie somewhere and are read when they are needed, so that a file of weights never has to fit in memory. */
interface StoredBytes {
    long length();

    /**
     * The bytes from {@code offset} on.
     *
     * @param offset from 0 to {@link #length}
     */
    InputStream from(long offset) throws IOException;

    static StoredBytes of(byte[] bytes) {
        return new StoredBytes() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream from(long offset) {
                int start = Math.toIntExact(offset);
                return new ByteArrayInputStream(bytes, start, bytes.length - start);
            }
        };
    }

    /** Part of a file. */
    static StoredBytes of(Path file, long start, long length) {
        return new StoredBytes() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream from(long offset) throws IOException {
                return Channels.newInputStream(
                        FileChannel.open(file, StandardOpenOption.READ).position(start + offset));
            }
        };
    }
}
