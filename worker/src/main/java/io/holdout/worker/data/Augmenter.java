package io.holdout.worker.data;

/**
 * Applies {@link Augmentation}s to square images of one size, row by row, channels interleaved; keeps scratch memory, so it
 * is not for concurrent use.
 */
final class Augmenter {
    private final int side;
    private final int channels;
    private final float[] scratch;
    private final Resize enlarge;

    Augmenter(int side, int channels) {
        this.side = side;
        this.channels = channels;
        this.scratch = new float[channels * side * side];
        int crop = Augmentation.cropSide(side);
        this.enlarge = new Resize(crop, crop, side, side, channels);
    }

    /** Changes {@code image} in place. */
    void apply(Augmentation augmentation, float[] image) {
        flipIntoScratch(image, augmentation.flipHorizontally(), augmentation.flipVertically());
        rotateFromScratch(image, augmentation.degrees());
        if (augmentation.crop()) {
            int corner = (augmentation.cropTop() * side + augmentation.cropLeft()) * channels;
            enlarge.image(image, corner, side * channels, image, 0);
        }
    }

    private void flipIntoScratch(float[] image, boolean horizontally, boolean vertically) {
        int width = side * channels;
        for (int row = 0; row < side; row++) {
            int from = (vertically ? side - 1 - row : row) * width;
            if (horizontally) {
                reverse(image, from, row * width);
            } else {
                System.arraycopy(image, from, scratch, row * width, width);
            }
        }
    }

    private void reverse(float[] image, int fromRow, int intoRow) {
        int into = intoRow + (side - 1) * channels;
        for (int column = 0; column < side; column++, into -= channels) {
            for (int channel = 0; channel < channels; channel++) {
                scratch[into + channel] = image[fromRow + column * channels + channel];
            }
        }
    }

    /**
     * Each pixel looks up, between four pixels, where it came from; outside of the image is black. As torchvision does on
     * tensors, a pixel on the edge mixes with black twice: by the pixels outside, and by the share of it that is inside.
     *
     * <p>In each row the pixels whose four neighbours are all inside are one stretch, which needs no further looking.
     */
    private void rotateFromScratch(float[] image, double degrees) {
        double radians = StrictMath.toRadians(degrees);
        double cosine = StrictMath.cos(radians);
        double sine = StrictMath.sin(radians);
        double centre = (side - 1) / 2.0;
        for (int row = 0; row < side; row++) {
            var line = new Line(centre, cosine, sine, row - centre);
            int first = 0;
            while (first < side && !isInside(line.x(first), line.y(first))) {
                edge(line, first, image, (row * side + first) * channels);
                first++;
            }
            int end = side;
            while (end > first && !isInside(line.x(end - 1), line.y(end - 1))) {
                end--;
                edge(line, end, image, (row * side + end) * channels);
            }
            if (channels == 3) {
                insideOfThree(line, first, end, image, row * side * 3);
            } else {
                inside(line, first, end, image, row * side * channels);
            }
        }
    }

    /** Where the pixels of a row of the rotated image came from. */
    private record Line(double centre, double cosine, double sine, double down) {
        double x(int column) {
            return centre + (column - centre) * cosine - down * sine;
        }

        double y(int column) {
            return centre + (column - centre) * sine + down * cosine;
        }
    }

    private boolean isInside(double x, double y) {
        return x >= 0 && y >= 0 && x < side - 1 && y < side - 1;
    }

    private void insideOfThree(Line line, int first, int end, float[] image, int row) {
        float[] from = scratch;
        int below = side * 3;
        for (int column = first; column < end; column++) {
            double x = line.x(column);
            double y = line.y(column);
            int left = (int) x;
            int top = (int) y;
            float toRight = (float) (x - left);
            float toBottom = (float) (y - top);
            int corner = (top * side + left) * 3;
            int pixel = row + column * 3;
            float upper = between(from[corner], from[corner + 3], toRight);
            float lower = between(from[corner + below], from[corner + below + 3], toRight);
            image[pixel] = between(upper, lower, toBottom);
            upper = between(from[corner + 1], from[corner + 4], toRight);
            lower = between(from[corner + below + 1], from[corner + below + 4], toRight);
            image[pixel + 1] = between(upper, lower, toBottom);
            upper = between(from[corner + 2], from[corner + 5], toRight);
            lower = between(from[corner + below + 2], from[corner + below + 5], toRight);
            image[pixel + 2] = between(upper, lower, toBottom);
        }
    }

    private void inside(Line line, int first, int end, float[] image, int row) {
        for (int column = first; column < end; column++) {
            double x = line.x(column);
            double y = line.y(column);
            int left = (int) x;
            int top = (int) y;
            float toRight = (float) (x - left);
            float toBottom = (float) (y - top);
            int corner = (top * side + left) * channels;
            int below = corner + side * channels;
            int pixel = row + column * channels;
            for (int channel = 0; channel < channels; channel++, corner++, below++) {
                float upper = between(scratch[corner], scratch[corner + channels], toRight);
                float lower = between(scratch[below], scratch[below + channels], toRight);
                image[pixel + channel] = between(upper, lower, toBottom);
            }
        }
    }

    private void edge(Line line, int column, float[] image, int pixel) {
        double x = line.x(column);
        double y = line.y(column);
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float toRight = (float) (x - left);
        float toBottom = (float) (y - top);
        float share = share(left, toRight) * share(top, toBottom);
        for (int channel = 0; channel < channels; channel++) {
            float upper = between(orBlack(channel, top, left), orBlack(channel, top, left + 1), toRight);
            float lower = between(orBlack(channel, top + 1, left), orBlack(channel, top + 1, left + 1), toRight);
            image[pixel + channel] = between(upper, lower, toBottom) * share;
        }
    }

    /** How much of the way from one pixel to the next, of which either may be outside, belongs to the image. */
    private float share(int first, float toNext) {
        return between(first >= 0 && first < side ? 1 : 0, first >= -1 && first < side - 1 ? 1 : 0, toNext);
    }

    private static float between(float from, float to, float share) {
        return from + share * (to - from);
    }

    private float orBlack(int channel, int row, int column) {
        boolean inside = row >= 0 && column >= 0 && row < side && column < side;
        return inside ? scratch[(row * side + column) * channels + channel] : 0;
    }
}
