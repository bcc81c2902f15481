package io.holdout.worker.data;

import org.jspecify.annotations.Nullable;

/**
 * Turns images into network input: float32 NCHW, three channels (grey replicated), scaled to [0,1], resized, augmented if
 * asked, then normalised as for ImageNet. Safe for concurrent use.
 */
public final class BatchLoader {
    private static final int CHANNELS = 3;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private BatchLoader() {}

    /**
     * Loads images as they are.
     *
     * @param samples image positions
     * @param imageSize side of the output, pixels; other sizes are resized (bilinear, antialiased when shrinking)
     * @return samples x 3 x imageSize x imageSize
     */
    public static float[] load(Images images, int[] samples, int imageSize) {
        return load(images, samples, imageSize, null);
    }

    /**
     * Loads images with augmentation ({@link Augmentation}); what is drawn for the i-th sample depends on the seed and i
     * alone.
     */
    public static float[] loadAugmented(Images images, int[] samples, int imageSize, long seed) {
        return load(images, samples, imageSize, new Augmentation(imageSize, seed));
    }

    private static float[] load(Images images, int[] samples, int imageSize, @Nullable Augmentation augmentation) {
        int plane = imageSize * imageSize;
        float[] batch = new float[Math.multiplyExact(samples.length * CHANNELS, plane)];
        byte[] bytes = new byte[images.bytesPerImage()];
        float[] pixels = new float[images.bytesPerImage()];
        var resize = new Resize(images.height(), images.width(), imageSize, imageSize);
        for (int i = 0; i < samples.length; i++) {
            images.read(samples[i], bytes);
            planes(bytes, images.channels(), pixels);
            int at = i * CHANNELS * plane;
            for (int channel = 0; channel < images.channels(); channel++) {
                resize.plane(pixels, channel * images.height() * images.width(), batch, at + channel * plane);
            }
            if (augmentation != null) {
                augmentation.apply(i, images.channels(), batch, at);
            }
            for (int channel = images.channels(); channel < CHANNELS; channel++) {
                System.arraycopy(batch, at, batch, at + channel * plane, plane);
            }
            normalise(batch, at, plane);
        }
        return batch;
    }

    /** Interleaved bytes to planes in [0,1]. */
    private static void planes(byte[] bytes, int channels, float[] pixels) {
        int plane = bytes.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            for (int p = 0; p < plane; p++) {
                pixels[channel * plane + p] = (bytes[p * channels + channel] & 0xff) / 255f;
            }
        }
    }

    private static void normalise(float[] batch, int at, int plane) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            int from = at + channel * plane;
            for (int p = from; p < from + plane; p++) {
                batch[p] = (batch[p] - MEAN[channel]) / DEVIATION[channel];
            }
        }
    }
}
