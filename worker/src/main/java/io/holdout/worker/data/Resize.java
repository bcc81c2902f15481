package io.holdout.worker.data;

/**
 * Bilinear resizing of a plane, antialiased when it shrinks (a triangle filter as wide as the scale, as Pillow and
 * torchvision do); a copy when the sizes are equal.
 */
final class Resize {
    private final int fromHeight;
    private final int fromWidth;
    private final int toHeight;
    private final int toWidth;
    private final Taps rows;
    private final Taps columns;

    /** For each output position: the first input position, and the weights from there on. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int from, int to) {
            double scale = (double) from / to;
            double radius = Math.max(1.0, scale);
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int low = Math.max(0, (int) Math.floor(centre - radius + 0.5));
                int high = Math.min(from, (int) Math.floor(centre + radius + 0.5));
                double[] raw = new double[Math.max(1, high - low)];
                double sum = 0;
                for (int j = 0; j < raw.length; j++) {
                    raw[j] = Math.max(0, 1 - Math.abs((low + j + 0.5 - centre) / radius));
                    sum += raw[j];
                }
                first[i] = low;
                weights[i] = new float[raw.length];
                for (int j = 0; j < raw.length; j++) {
                    weights[i][j] = (float) (raw[j] / sum);
                }
            }
            return new Taps(first, weights);
        }
    }

    Resize(int fromHeight, int fromWidth, int toHeight, int toWidth) {
        this.fromHeight = fromHeight;
        this.fromWidth = fromWidth;
        this.toHeight = toHeight;
        this.toWidth = toWidth;
        this.rows = Taps.of(fromHeight, toHeight);
        this.columns = Taps.of(fromWidth, toWidth);
    }

    void plane(float[] from, int fromOffset, float[] to, int toOffset) {
        if (fromHeight == toHeight && fromWidth == toWidth) {
            System.arraycopy(from, fromOffset, to, toOffset, toHeight * toWidth);
            return;
        }
        float[] narrow = new float[fromHeight * toWidth];
        for (int y = 0; y < fromHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                float[] weights = columns.weights()[x];
                int at = fromOffset + y * fromWidth + columns.first()[x];
                float sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * from[at + j];
                }
                narrow[y * toWidth + x] = sum;
            }
        }
        for (int y = 0; y < toHeight; y++) {
            float[] weights = rows.weights()[y];
            int first = rows.first()[y];
            for (int x = 0; x < toWidth; x++) {
                float sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * narrow[(first + j) * toWidth + x];
                }
                to[toOffset + y * toWidth + x] = sum;
            }
        }
    }
}
