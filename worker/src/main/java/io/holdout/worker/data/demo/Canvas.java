package io.holdout.worker.data.demo;

/** A square RGB image of doubles in [0,1], painted with soft-edged shapes. */
final class Canvas {
    private final int side;
    private final double[] pixels;

    Canvas(int side) {
        this.side = side;
        this.pixels = new double[side * side * 3];
    }

    /** Colour of a pixel from its place, each in [-1,1]. */
    interface Shade {
        double at(double x, double y, int channel);
    }

    /** How much of a shape covers a place, in [0,1]. */
    interface Cover {
        double at(double x, double y);
    }

    void fill(Shade shade) {
        paint((x, y) -> 1, shade);
    }

    /** Paints where the cover is, in proportion to it. */
    void paint(Cover cover, Shade shade) {
        for (int j = 0; j < side; j++) {
            double y = 2.0 * (j + 0.5) / side - 1;
            for (int i = 0; i < side; i++) {
                double x = 2.0 * (i + 0.5) / side - 1;
                double alpha = cover.at(x, y);
                if (alpha > 0) {
                    for (int channel = 0; channel < 3; channel++) {
                        int p = (j * side + i) * 3 + channel;
                        pixels[p] += alpha * (shade.at(x, y, channel) - pixels[p]);
                    }
                }
            }
        }
    }

    /** A soft-edged ellipse. */
    static Cover ellipse(double cx, double cy, double rx, double ry, double softness) {
        return (x, y) -> {
            double dx = (x - cx) / rx;
            double dy = (y - cy) / ry;
            return Draws.clamp((1 - Math.sqrt(dx * dx + dy * dy)) / softness + 0.5);
        };
    }

    /** One colour everywhere. */
    static Shade colour(double red, double green, double blue) {
        return (x, y, channel) -> channel == 0 ? red : channel == 1 ? green : blue;
    }

    double get(int index) {
        return pixels[index];
    }

    void add(int index, double amount) {
        pixels[index] += amount;
    }

    int length() {
        return pixels.length;
    }

    /** Unsigned bytes, channels interleaved; grey by luminance. */
    void write(int channels, byte[] into) {
        for (int p = 0; p < side * side; p++) {
            if (channels == 3) {
                for (int channel = 0; channel < 3; channel++) {
                    into[p * 3 + channel] = toByte(pixels[p * 3 + channel]);
                }
            } else {
                into[p] = toByte(0.299 * pixels[p * 3] + 0.587 * pixels[p * 3 + 1] + 0.114 * pixels[p * 3 + 2]);
            }
        }
    }

    private static byte toByte(double value) {
        return (byte) (int) Math.round(Draws.clamp(value) * 255);
    }
}
