package io.holdout.worker.data.demo;

/** What a weak learner sees in an image: coarse colours, where they change, and how common each level is. */
final class SimpleFeatures {
    private static final int SIDE = DemoData.SIDE;
    private static final int GRID = 8;
    private static final int CELL = SIDE / GRID;
    private static final int LEVELS = 8;

    /** Length of {@link #colourGrid}. */
    static final int COLOUR_GRID = GRID * GRID * 3;

    private SimpleFeatures() {}

    /** Colour grid, then an 8x8 grid of mean steps between neighbours, then a histogram of levels. */
    static double[] of(byte[] pixels, int channels) {
        double[] features = new double[COLOUR_GRID + GRID * GRID + LEVELS];
        System.arraycopy(colourGrid(pixels, channels), 0, features, 0, COLOUR_GRID);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int level = level(pixels, channels, x, y, 0);
                int right = level(pixels, channels, Math.min(x + 1, SIDE - 1), y, 0);
                int below = level(pixels, channels, x, Math.min(y + 1, SIDE - 1), 0);
                features[COLOUR_GRID + y / CELL * GRID + x / CELL] += Math.abs(level - right) + Math.abs(level - below);
                features[COLOUR_GRID + GRID * GRID + level * LEVELS / 256]++;
            }
        }
        return features;
    }

    /** Mean red, green and blue of the cells of an 8x8 grid. */
    static double[] colourGrid(byte[] pixels, int channels) {
        double[] grid = new double[COLOUR_GRID];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    grid[(y / CELL * GRID + x / CELL) * 3 + channel] +=
                            (double) level(pixels, channels, x, y, channel) / (CELL * CELL);
                }
            }
        }
        return grid;
    }

    static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }

    private static int level(byte[] pixels, int channels, int x, int y, int channel) {
        return pixels[(y * SIDE + x) * channels + Math.min(channel, channels - 1)] & 0xff;
    }
}
