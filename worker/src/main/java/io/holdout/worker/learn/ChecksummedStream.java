package io.holdout.worker.learn;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** An entry of a zip archive, read from its start; whoever reads it to its end learns whether it is damaged. */
final class ChecksummedStream extends FilterInputStream {
    private final ZipEntry entry;
    private final CRC32 checksum;
    private long left;

    ChecksummedStream(InputStream in, ZipEntry entry) {
        this(in, entry, new CRC32());
    }

    private ChecksummedStream(InputStream in, ZipEntry entry, CRC32 checksum) {
        super(new CheckedInputStream(in, checksum));
        this.entry = entry;
        this.checksum = checksum;
        this.left = entry.getSize();
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left == 0 && read > 0 && checksum.getValue() != entry.getCrc()) {
            throw new ZipException("entry " + entry.getName() + " is damaged: its checksum is not the one it had");
        }
    }
}
