package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** A square RGB image that shapes are painted on; left, top is -1, -1 and right, bottom 1, 1. */
final class Canvas {
    private static final int CHANNELS = 3;

    private final int side;
    private final double[] pixels;

    /** A black canvas of so many pixels square. */
    Canvas(int side) {
        this.side = side;
        this.pixels = new double[side * side * CHANNELS];
    }

    /** The level of a channel at a place, nominally 0 to 1. */
    @FunctionalInterface
    interface Shade {
        double at(double x, double y, int channel);
    }

    /** How much a shape covers a place, 0 to 1. */
    @FunctionalInterface
    interface Cover {
        double at(double x, double y);

        /** The same shape, let through. */
        default Cover times(double factor) {
            return (x, y) -> factor * at(x, y);
        }
    }

    void fill(Shade shade) {
        paint((x, y) -> 1, shade);
    }

    /** Mixes the shade in, in proportion to the cover. */
    void paint(Cover cover, Shade shade) {
        for (int row = 0; row < side; row++) {
            double y = place(row);
            for (int column = 0; column < side; column++) {
                double x = place(column);
                double amount = Draws.clamp(cover.at(x, y));
                if (amount > 0) {
                    int pixel = (row * side + column) * CHANNELS;
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        pixels[pixel + channel] += amount * (shade.at(x, y, channel) - pixels[pixel + channel]);
                    }
                }
            }
        }
    }

    /** Adds the same normal noise to all channels of a pixel. */
    void addNoise(double deviation, SplittableRandom random) {
        noise(deviation, 0, random);
    }

    /** Speckle, as of coherent waves: noise in proportion to the level. */
    void addSpeckle(double deviation, SplittableRandom random) {
        noise(0, deviation, random);
    }

    private void noise(double fixed, double relative, SplittableRandom random) {
        for (int pixel = 0; pixel < pixels.length; pixel += CHANNELS) {
            double drawn = Draws.normal(random);
            for (int channel = 0; channel < CHANNELS; channel++) {
                pixels[pixel + channel] += drawn * (fixed + relative * pixels[pixel + channel]);
            }
        }
    }

    /**
     * Gives the image as unsigned bytes, row by row, channels interleaved.
     *
     * @param channels 3, or 1 for the luminance
     */
    void write(int channels, byte[] into) {
        for (int pixel = 0; pixel < side * side; pixel++) {
            int first = pixel * CHANNELS;
            if (channels == 1) {
                into[pixel] = level(0.299 * pixels[first] + 0.587 * pixels[first + 1] + 0.114 * pixels[first + 2]);
            } else {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    into[first + channel] = level(pixels[first + channel]);
                }
            }
        }
    }

    private double place(int index) {
        return 2 * (index + 0.5) / side - 1;
    }

    private static byte level(double value) {
        return (byte) Math.round(255 * Draws.clamp(value));
    }
}
