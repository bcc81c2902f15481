package io.holdout.worker.learn;

import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.Images;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Images that are fed to a network again and again, unchanged, in chunks; a small set stays in memory. Chunks may be read
 * by several threads.
 */
final class ImageSet {
    /** Images in a chunk: enough to use the processor well, few enough for ResNet-50 at 224 pixels (some 2 GB). */
    static final int CHUNK = 64;

    /** There are at most 19 datasets, so a trial keeps less than 320 MB. */
    private static final long MOST_KEPT_BYTES = 16 << 20;

    private final Images images;
    private final int[] samples;
    private final int imageSize;
    private final boolean keeps;
    private final AtomicReferenceArray<float @Nullable []> kept;

    ImageSet(Images images, int[] samples, int imageSize) {
        this(images, samples, imageSize, bytes(samples.length, imageSize) <= MOST_KEPT_BYTES);
    }

    private ImageSet(Images images, int[] samples, int imageSize, boolean keeps) {
        this.images = images;
        this.samples = samples;
        this.imageSize = imageSize;
        this.keeps = keeps;
        this.kept = new AtomicReferenceArray<>(chunks());
    }

    /** A set that is all in memory, such as an episode's query set. */
    static ImageSet inMemory(Images images, int[] samples, int imageSize) {
        var set = new ImageSet(images, samples, imageSize, true);
        for (int chunk = 0; chunk < set.chunks(); chunk++) {
            set.chunk(chunk);
        }
        return set;
    }

    int size() {
        return samples.length;
    }

    int chunks() {
        return (samples.length + CHUNK - 1) / CHUNK;
    }

    int chunkSize(int chunk) {
        return Math.min(CHUNK, samples.length - chunk * CHUNK);
    }

    /** Pixels of a chunk, as {@link BatchLoader#load} gives them. */
    float[] chunk(int chunk) {
        float[] pixels = kept.get(chunk);
        if (pixels == null) {
            int from = chunk * CHUNK;
            pixels = BatchLoader.load(images, Arrays.copyOfRange(samples, from, from + chunkSize(chunk)), imageSize);
            if (keeps) {
                kept.set(chunk, pixels);
            }
        }
        return pixels;
    }

    /** Pixels of all images, one after another. */
    float[] all() {
        if (chunks() == 1) {
            return chunk(0);
        }
        float[] all = new float[Math.toIntExact(bytes(samples.length, imageSize) / Float.BYTES)];
        int next = 0;
        for (int chunk = 0; chunk < chunks(); chunk++) {
            float[] some = chunk(chunk);
            System.arraycopy(some, 0, all, next, some.length);
            next += some.length;
        }
        return all;
    }

    /** The chunks in order, made ahead of their use. */
    Prefetch<float[]> ahead(Loaders loaders) {
        return loaders.ahead(0, chunks(), bytes(CHUNK, imageSize), this::chunk);
    }

    static long bytes(int images, int imageSize) {
        return (long) images * 3 * imageSize * imageSize * Float.BYTES;
    }
}
