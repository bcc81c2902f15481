package io.holdout.worker.data;

/** All images of one dataset, by position; reads may run concurrently. */
public interface Images extends AutoCloseable {
    int count();

    /** 1 (grey) or 3 (RGB). */
    int channels();

    int height();

    int width();

    /** Bytes of one image: height x width x channels. */
    default int bytesPerImage() {
        return height() * width() * channels();
    }

    /**
     * Reads one image, unsigned bytes, row by row, channels interleaved.
     *
     * @param into at least {@link #bytesPerImage()} long, filled from 0
     * @throws io.holdout.protocol.failure.HoldoutException DATA_UNREADABLE naming the file and the index
     */
    void read(int index, byte[] into);

    @Override
    void close();
}
