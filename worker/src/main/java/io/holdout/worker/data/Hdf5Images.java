package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FixedPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Images of an {@code images.hdf5}: the library finds where the dataset lies, positional reads fetch the pixels (the
 * library's own reading was measured at 78 ms an image, and fails above 2 GiB).
 */
final class Hdf5Images implements Images {
    private final Path file;
    private final FileChannel channel;
    private final long address;
    private final int count;
    private final int height;
    private final int width;
    private final int channels;

    private Hdf5Images(Path file, FileChannel channel, long address, int[] shape) {
        this.file = file;
        this.channel = channel;
        this.address = address;
        this.count = shape[0];
        this.height = shape[1];
        this.width = shape[2];
        this.channels = shape.length == 4 ? shape[3] : 1;
    }

    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file and what is wrong with it */
    static Hdf5Images open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw HoldoutException.user("DATA_MISSING", "there is no file " + file);
        }
        long address;
        int[] shape;
        try (var hdf = new HdfFile(file)) {
            if (!(hdf.getDatasetByPath("images") instanceof ContiguousDataset dataset)) {
                throw bad(file, "holds 'images' in chunks or compressed; make it contiguous (h5repack -l CONTI)");
            }
            shape = dataset.getDimensions();
            boolean bytes = dataset.getDataType() instanceof FixedPoint type && type.getSize() == 1 && !type.isSigned();
            boolean images = shape.length == 3 || shape.length == 4 && shape[3] == 3;
            if (!bytes || !images) {
                throw bad(
                        file,
                        "holds 'images' of shape " + Arrays.toString(shape) + " and type " + dataset.getJavaType()
                                + ", must be uint8 of (N,H,W) or (N,H,W,3)");
            }
            address = dataset.getDataAddress();
        } catch (HdfException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw bad(file, "is not a whole HDF5 file with a dataset 'images': " + e.getMessage());
        }
        return checked(file, address, shape);
    }

    private static Hdf5Images checked(Path file, long address, int[] shape) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            var images = new Hdf5Images(file, channel, address, shape);
            long end = address + (long) images.count * images.bytesPerImage();
            if (channel.size() < end) {
                long size = channel.size();
                channel.close();
                throw bad(file, "is cut off: " + size + " bytes, its " + images.count + " images end at byte " + end);
            }
            return images;
        } catch (IOException e) {
            throw bad(file, "cannot be read: " + e.getMessage());
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void read(int index, byte[] into) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("image " + index + " of " + count + " in " + file);
        }
        var buffer = ByteBuffer.wrap(into, 0, bytesPerImage());
        long at = address + (long) index * bytesPerImage();
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, at + buffer.position());
                if (read < 0) {
                    throw bad(file, "ends within image " + index);
                }
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "DATA_UNREADABLE", "cannot read image " + index + " of " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("DATA_UNREADABLE", "cannot close " + file, e);
        }
    }

    private static HoldoutException bad(Path file, String what) {
        return HoldoutException.user("DATA_UNREADABLE", file + " " + what);
    }
}
