package io.holdout.worker.data;

import io.holdout.protocol.trial.Seeds;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Turns images into network input: float32, batch x size x size x 3, normalised as ImageNet networks expect it.
 *
 * <p>Each call has its own scratch memory, that of a few images, so calls may run concurrently.
 */
public final class BatchLoader {
    private static final int COLOURS = 3;
    private static final int LEVELS = 256;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final float[][] NORMALISED = normalisedLevels();
    private static final float[] SHARES = shares();

    private final Images images;
    private final int size;
    private final byte[] bytes;
    private final float[] original;
    private final float[] resized;
    private final Resize resize;
    /** Of each value of a row of three colours. */
    private final float[] means;

    private final float[] deviations;

    private static final LongAdder LOADED = new LongAdder();

    private BatchLoader(Images images, int size) {
        this.images = images;
        this.size = size;
        this.bytes = new byte[images.bytesPerImage()];
        this.original = new float[bytes.length];
        this.resized = new float[images.channels() * size * size];
        this.means = repeated(MEAN, size);
        this.deviations = repeated(DEVIATION, size);
        this.resize = new Resize(images.height(), images.width(), size, size, images.channels());
    }

    /** Images that this process has loaded. */
    public static long loaded() {
        return LOADED.sum();
    }

    /**
     * Loads a batch. Grey is replicated to three channels; bytes become [0,1], are resized (bilinear, antialiased when
     * shrinking; exactly kept when the size is right) and normalised by ImageNet's mean and deviation.
     *
     * @param samples image positions
     * @param imageSize height and width of the result, at least 1
     * @return samples x imageSize x imageSize x 3: channels innermost, as networks are fastest with
     * @throws io.holdout.protocol.failure.HoldoutException if an image cannot be read
     */
    public static float[] load(Images images, int[] samples, int imageSize) {
        float[] batch = new float[length(samples.length, imageSize)];
        load(images, samples, imageSize, batch);
        return batch;
    }

    /**
     * Loads a batch into an array.
     *
     * @param batch of {@link #length}; every value is written
     */
    public static void load(Images images, int[] samples, int imageSize, float[] batch) {
        var loader = new BatchLoader(images, imageSize);
        LOADED.add(samples.length);
        for (int i = 0; i < samples.length; i++) {
            loader.load(samples[i], batch, i * COLOURS * imageSize * imageSize);
        }
    }

    /**
     * Loads a batch like {@link #load}, each image resized, augmented (see {@link Augmentation}) and then normalised.
     *
     * @param seed the augmentation of an image is a function of this and its position, not of the rest of the batch
     * @param batch of {@link #length}; every value is written
     */
    public static void loadAugmented(Images images, int[] samples, int imageSize, long seed, float[] batch) {
        var loader = new BatchLoader(images, imageSize);
        LOADED.add(samples.length);
        var augmenter = new Augmenter(imageSize, images.channels());
        for (int i = 0; i < samples.length; i++) {
            var random = new SplittableRandom(Seeds.derive(seed, "augment", samples[i]));
            loader.readResized(samples[i]);
            augmenter.apply(Augmentation.draw(imageSize, random), loader.resized);
            loader.normalise(batch, i * COLOURS * imageSize * imageSize);
        }
    }

    private void load(int sample, float[] batch, int offset) {
        if (images.height() == size && images.width() == size) {
            images.read(sample, bytes);
            normaliseBytes(batch, offset);
        } else {
            readResized(sample);
            normalise(batch, offset);
        }
    }

    /** Fills {@link #resized}: channels interleaved, [0,1]. */
    private void readResized(int sample) {
        images.read(sample, bytes);
        boolean keep = images.height() == size && images.width() == size;
        float[] values = keep ? resized : original;
        for (int i = 0; i < values.length; i++) {
            values[i] = SHARES[bytes[i] & 0xff];
        }
        if (!keep) {
            resize.image(original, resized);
        }
    }

    private void normalise(float[] batch, int offset) {
        int channels = images.channels();
        if (channels == COLOURS) {
            for (int row = 0; row < resized.length; row += means.length) {
                normaliseRow(batch, offset, row);
            }
            return;
        }
        int green = channels == 1 ? 0 : 1;
        int blue = channels == 1 ? 0 : 2;
        int into = offset;
        for (int from = 0; from < resized.length; from += channels, into += COLOURS) {
            batch[into] = (resized[from] - MEAN[0]) / DEVIATION[0];
            batch[into + 1] = (resized[from + green] - MEAN[1]) / DEVIATION[1];
            batch[into + 2] = (resized[from + blue] - MEAN[2]) / DEVIATION[2];
        }
    }

    /** The same without looking which colour it is, so that the compiler makes it several values at a time. */
    private void normaliseRow(float[] batch, int offset, int row) {
        for (int i = 0; i < means.length; i++) {
            batch[offset + row + i] = (resized[row + i] - means[i]) / deviations[i];
        }
    }

    /** The short cut for images that are neither resized nor augmented: the same numbers out of a table. */
    private void normaliseBytes(float[] batch, int offset) {
        int channels = images.channels();
        int green = channels == 1 ? 0 : 1;
        int blue = channels == 1 ? 0 : 2;
        int into = offset;
        for (int from = 0; from < bytes.length; from += channels, into += COLOURS) {
            batch[into] = NORMALISED[0][bytes[from] & 0xff];
            batch[into + 1] = NORMALISED[1][bytes[from + green] & 0xff];
            batch[into + 2] = NORMALISED[2][bytes[from + blue] & 0xff];
        }
    }

    private static float[] repeated(float[] colours, int times) {
        float[] all = new float[colours.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = colours[i % colours.length];
        }
        return all;
    }

    private static float[] shares() {
        float[] shares = new float[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            shares[level] = level / 255f;
        }
        return shares;
    }

    private static float[][] normalisedLevels() {
        float[][] levels = new float[COLOURS][LEVELS];
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int level = 0; level < LEVELS; level++) {
                levels[colour][level] = (level / 255f - MEAN[colour]) / DEVIATION[colour];
            }
        }
        return levels;
    }

    /**
     * Values of a batch.
     *
     * @throws IllegalArgumentException if no array can hold them
     */
    public static int length(int samples, int imageSize) {
        long floats = (long) samples * COLOURS * imageSize * imageSize;
        if (imageSize < 1 || floats > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a batch of " + samples + " images of " + imageSize + " x " + imageSize + " is no array");
        }
        return (int) floats;
    }
}
