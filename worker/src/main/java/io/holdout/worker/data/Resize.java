package io.holdout.worker.data;

import java.util.Arrays;

/**
 * Resizes images by bilinear interpolation, antialiased when shrinking, as Pillow and torchvision do.
 *
 * <p>Pixels are squares with their centre at +0.5 (torch's align_corners=False). When shrinking, the triangle filter is
 * as wide as an output pixel. Rows and columns are separate, so their weights are computed once;
 * rows first, for whole rows are added many values at a time.
 */
final class Resize {
    private final Axis vertical;
    private final Axis horizontal;
    /** The image at its new height and its old width. */
    private final float[] lowered;

    /** One direction: output {@code i} is the sum of {@code taps} inputs from {@code first[i]}, weighted. */
    private record Axis(int from, int to, int taps, int[] first, float[] weights) {
        static Axis between(int from, int to) {
            double scale = (double) from / to;
            double reach = Math.max(scale, 1);
            int taps = Math.min(from, 2 * (int) Math.ceil(reach) + 1);
            int[] first = new int[to];
            float[] weights = new float[to * taps];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = Math.max(0, Math.min((int) Math.floor(centre - reach), from - taps));
                double sum = 0;
                for (int tap = 0; tap < taps; tap++) {
                    sum += triangle(first[i] + tap + 0.5 - centre, reach);
                }
                for (int tap = 0; tap < taps; tap++) {
                    weights[i * taps + tap] = (float) (triangle(first[i] + tap + 0.5 - centre, reach) / sum);
                }
            }
            return new Axis(from, to, taps, first, weights);
        }

        private static double triangle(double distance, double reach) {
            return Math.max(0, 1 - Math.abs(distance) / reach);
        }
    }

    private final int channels;

    /** For planes: images of one channel. */
    Resize(int fromHeight, int fromWidth, int toHeight, int toWidth) {
        this(fromHeight, fromWidth, toHeight, toWidth, 1);
    }

    /** @param channels of an image, interleaved */
    Resize(int fromHeight, int fromWidth, int toHeight, int toWidth, int channels) {
        this.channels = channels;
        vertical = Axis.between(fromHeight, toHeight);
        horizontal = Axis.between(fromWidth, toWidth);
        lowered = new float[toHeight * fromWidth * channels];
    }

    /** Resizes a whole image. */
    void image(float[] from, float[] into) {
        image(from, 0, horizontal.from * channels, into, 0);
    }

    /**
     * Resizes an image or a part of one; not for concurrent use.
     *
     * @param offset of the first value to read
     * @param stride values from one row to the next
     * @param into written row by row from {@code intoOffset}; may be {@code from}
     */
    void image(float[] from, int offset, int stride, float[] into, int intoOffset) {
        int width = horizontal.from * channels;
        for (int y = 0; y < vertical.to; y++) {
            int row = y * width;
            Arrays.fill(lowered, row, row + width, 0);
            for (int tap = 0; tap < vertical.taps; tap++) {
                float weight = vertical.weights[y * vertical.taps + tap];
                if (weight != 0) {
                    addRow(from, offset + (vertical.first[y] + tap) * stride, weight, lowered, row, width);
                }
            }
        }
        for (int y = 0; y < vertical.to; y++) {
            int intoRow = intoOffset + y * horizontal.to * channels;
            if (channels == 3) {
                narrowThree(y * width, into, intoRow);
            } else {
                narrow(y * width, into, intoRow);
            }
        }
    }

    private void narrow(int fromRow, float[] into, int intoRow) {
        int taps = horizontal.taps;
        float[] weights = horizontal.weights;
        for (int x = 0; x < horizontal.to; x++) {
            int start = fromRow + horizontal.first[x] * channels;
            for (int channel = 0; channel < channels; channel++) {
                float sum = 0;
                for (int tap = 0; tap < taps; tap++) {
                    sum += weights[x * taps + tap] * lowered[start + tap * channels + channel];
                }
                into[intoRow + x * channels + channel] = sum;
            }
        }
    }

    private void narrowThree(int fromRow, float[] into, int intoRow) {
        int taps = horizontal.taps;
        float[] weights = horizontal.weights;
        for (int x = 0; x < horizontal.to; x++) {
            int at = fromRow + horizontal.first[x] * 3;
            float first = 0;
            float second = 0;
            float third = 0;
            for (int tap = x * taps; tap < (x + 1) * taps; tap++, at += 3) {
                float weight = weights[tap];
                first += weight * lowered[at];
                second += weight * lowered[at + 1];
                third += weight * lowered[at + 2];
            }
            int pixel = intoRow + x * 3;
            into[pixel] = first;
            into[pixel + 1] = second;
            into[pixel + 2] = third;
        }
    }

    private static void addRow(float[] from, int fromRow, float weight, float[] into, int intoRow, int width) {
        for (int x = 0; x < width; x++) {
            into[intoRow + x] += weight * from[fromRow + x];
        }
    }
}
