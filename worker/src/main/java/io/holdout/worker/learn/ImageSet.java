package io.holdout.worker.learn;

import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images that are fed to a network again and again, unchanged, in chunks; a small set stays in memory. */
final class ImageSet {
    /** Images in a chunk: enough to use the processor well, few enough for ResNet-50 at 224 pixels (some 2 GB). */
    static final int CHUNK = 64;

    /** There are at most 19 datasets, so a trial keeps less than 320 MB. */
    private static final long MAX_KEPT_BYTES = 16 << 20;

    private final Images images;
    private final int[] samples;
    private final int imageSize;
    private final List<float[]> kept = new ArrayList<>();

    ImageSet(Images images, int[] samples, int imageSize) {
        this.images = images;
        this.samples = samples;
        this.imageSize = imageSize;
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

    /** Pixels of a chunk, N,3,imageSize,imageSize, row by row. */
    float[] chunk(int chunk) {
        if (chunk < kept.size()) {
            return kept.get(chunk);
        }
        int from = chunk * CHUNK;
        float[] pixels =
                BatchLoader.load(images, Arrays.copyOfRange(samples, from, from + chunkSize(chunk)), imageSize);
        if (chunk == kept.size() && bytes() <= MAX_KEPT_BYTES) {
            kept.add(pixels);
        }
        return pixels;
    }

    private long bytes() {
        return (long) samples.length * 3 * imageSize * imageSize * Float.BYTES;
    }
}
