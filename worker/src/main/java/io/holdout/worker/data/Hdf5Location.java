package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FixedPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where in an {@code images.hdf5} the pixels lie.
 *
 * @param address of the first pixel, bytes from the start of the file
 * @param count images
 * @param channels 1 or 3
 */
record Hdf5Location(long address, int count, int height, int width, int channels) {
    /** Longest side of an image; as for {@code info.yaml}. Keeps the bytes of an image an int. */
    private static final int MAX_SIDE = 4096;

    /** The byte after the last pixel. */
    long end() {
        return address + (long) count * height * width * channels;
    }

    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file and what is wrong with it */
    static Hdf5Location find(Path file) {
        if (!Files.isRegularFile(file)) {
            throw HoldoutException.user("DATA_MISSING", "there is no file " + file);
        }
        try (var hdf = new HdfFile(file)) {
            return find(file, hdf);
        } catch (HoldoutException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library meets damage with whatever exception its arithmetic happens to end in.
            throw bad(file, "is not a whole HDF5 file with a dataset 'images': " + e);
        }
    }

    private static Hdf5Location find(Path file, HdfFile hdf) {
        if (!(hdf.getChild("images") instanceof ContiguousDataset dataset)) {
            throw bad(
                    file,
                    "has no dataset 'images' that is contiguous and uncompressed; `h5repack -l CONTI -f NONE`"
                            + " makes one of chunks");
        }
        int[] shape = dataset.getDimensions();
        boolean bytes = dataset.getDataType() instanceof FixedPoint type && type.getSize() == 1 && !type.isSigned();
        if (!bytes || !isShapeOfImages(shape)) {
            throw bad(
                    file,
                    "holds 'images' of shape " + Arrays.toString(shape) + " and type " + dataset.getDataType()
                            + ", must be uint8 of (N,H,W) or (N,H,W,3) with sides up to " + MAX_SIDE);
        }
        if (dataset.getDataAddress() <= 0) {
            throw bad(file, "describes 'images' but holds none of them");
        }
        // The address is relative to the superblock, which a user block moves.
        long address = dataset.getDataAddress() + hdf.getUserBlockSize();
        return new Hdf5Location(address, shape[0], shape[1], shape[2], shape.length == 4 ? shape[3] : 1);
    }

    private static boolean isShapeOfImages(int[] shape) {
        return (shape.length == 3 || (shape.length == 4 && shape[3] == 3))
                && shape[0] >= 0
                && isSide(shape[1])
                && isSide(shape[2]);
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= MAX_SIDE;
    }

    private static HoldoutException bad(Path file, String what) {
        return HoldoutException.user("DATA_UNREADABLE", file + " " + what);
    }
}
