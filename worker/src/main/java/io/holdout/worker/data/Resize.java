package io.holdout.worker.data;

import java.util.Arrays;

/**
 * Resizes images by bilinear interpolation, antialiased when shrinking, as Pillow and torchvision do.
 *
 * <p>Pixels are squares with their centre at +0.5 (torch's align_corners=False). When shrinking, the triangle filter is
 * as wide as an output pixel. Rows and columns are separate, so their weights are computed once.
 */
final class Resize {
    private final Axis vertical;
    private final Axis horizontal;
    private final float[] narrowed;

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
        narrowed = new float[fromHeight * toWidth * channels];
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
     * @param into written row by row from {@code intoOffset}; not {@code from}
     */
    void image(float[] from, int offset, int stride, float[] into, int intoOffset) {
        int width = horizontal.to * channels;
        for (int y = 0; y < vertical.from; y++) {
            if (channels == 3) {
                narrowThree(from, offset + y * stride, y * width);
            } else {
                narrow(from, offset + y * stride, y * width);
            }
        }
        for (int y = 0; y < vertical.to; y++) {
            int row = intoOffset + y * width;
            Arrays.fill(into, row, row + width, 0);
            for (int tap = 0; tap < vertical.taps; tap++) {
                float weight = vertical.weights[y * vertical.taps + tap];
                if (weight != 0) {
                    addRow(narrowed, (vertical.first[y] + tap) * width, weight, into, row, width);
                }
            }
        }
    }

    private void narrow(float[] from, int fromRow, int intoRow) {
        int taps = horizontal.taps;
        float[] weights = horizontal.weights;
        for (int x = 0; x < horizontal.to; x++) {
            int start = fromRow + horizontal.first[x] * channels;
            for (int channel = 0; channel < channels; channel++) {
                float sum = 0;
                for (int tap = 0; tap < taps; tap++) {
                    sum += weights[x * taps + tap] * from[start + tap * channels + channel];
                }
                narrowed[intoRow + x * channels + channel] = sum;
            }
        }
    }

    private void narrowThree(float[] from, int fromRow, int intoRow) {
        int taps = horizontal.taps;
        float[] weights = horizontal.weights;
        for (int x = 0; x < horizontal.to; x++) {
            int at = fromRow + horizontal.first[x] * 3;
            float first = 0;
            float second = 0;
            float third = 0;
            for (int tap = x * taps; tap < (x + 1) * taps; tap++, at += 3) {
                float weight = weights[tap];
                first += weight * from[at];
                second += weight * from[at + 1];
                third += weight * from[at + 2];
            }
            int into = intoRow + x * 3;
            narrowed[into] = first;
            narrowed[into + 1] = second;
            narrowed[into + 2] = third;
        }
    }

    private static void addRow(float[] from, int fromRow, float weight, float[] into, int intoRow, int width) {
        for (int x = 0; x < width; x++) {
            into[intoRow + x] += weight * from[fromRow + x];
        }
    }
}
