package io.holdout.worker.data;

/**
 * Applies {@link Augmentation}s to square images of one size, held as planes one after another; keeps scratch memory, so
 * it is not for concurrent use.
 */
final class Augmenter {
    private final int side;
    private final int planes;
    private final float[] scratch;
    private final Resize enlarge;

    Augmenter(int side, int planes) {
        this.side = side;
        this.planes = planes;
        this.scratch = new float[planes * side * side];
        this.enlarge = new Resize(Augmentation.cropSide(side), Augmentation.cropSide(side), side, side);
    }

    /** Changes {@code image} in place. */
    void apply(Augmentation augmentation, float[] image) {
        if (augmentation.flipHorizontally()) {
            flipHorizontally(image);
        }
        if (augmentation.flipVertically()) {
            flipVertically(image);
        }
        rotate(image, augmentation.degrees());
        if (augmentation.crop()) {
            crop(image, augmentation.cropTop(), augmentation.cropLeft());
        }
    }

    private void flipHorizontally(float[] image) {
        for (int row = 0; row < planes * side; row++) {
            for (int left = row * side, right = left + side - 1; left < right; left++, right--) {
                float pixel = image[left];
                image[left] = image[right];
                image[right] = pixel;
            }
        }
    }

    private void flipVertically(float[] image) {
        for (int plane = 0; plane < planes; plane++) {
            int top = plane * side * side;
            int bottom = top + (side - 1) * side;
            for (; top < bottom; top += side, bottom -= side) {
                System.arraycopy(image, top, scratch, 0, side);
                System.arraycopy(image, bottom, image, top, side);
                System.arraycopy(scratch, 0, image, bottom, side);
            }
        }
    }

    /**
     * Each pixel looks up, between four pixels, where it came from; outside of the image is black. As torchvision does on
     * tensors, a pixel on the edge mixes with black twice: by the pixels outside, and by the share of it that is inside.
     * Row by row, so that the trigonometry is outside of the inner loop.
     */
    private void rotate(float[] image, double degrees) {
        double radians = StrictMath.toRadians(degrees);
        double cosine = StrictMath.cos(radians);
        double sine = StrictMath.sin(radians);
        double centre = (side - 1) / 2.0;
        System.arraycopy(image, 0, scratch, 0, image.length);
        for (int y = 0; y < side; y++) {
            double down = y - centre;
            for (int x = 0; x < side; x++) {
                double right = x - centre;
                interpolate(
                        centre + right * cosine - down * sine,
                        centre + right * sine + down * cosine,
                        image,
                        y * side + x);
            }
        }
    }

    private void interpolate(double x, double y, float[] image, int pixel) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float toRight = (float) (x - left);
        float down = (float) (y - top);
        boolean inside = left >= 0 && top >= 0 && left < side - 1 && top < side - 1;
        int area = side * side;
        int corner = top * side + left;
        for (int plane = 0; plane < planes; plane++, corner += area, pixel += area) {
            if (inside) {
                float upper = between(scratch[corner], scratch[corner + 1], toRight);
                float lower = between(scratch[corner + side], scratch[corner + side + 1], toRight);
                image[pixel] = between(upper, lower, down);
            } else {
                float upper = between(orBlack(plane, top, left), orBlack(plane, top, left + 1), toRight);
                float lower = between(orBlack(plane, top + 1, left), orBlack(plane, top + 1, left + 1), toRight);
                image[pixel] = between(upper, lower, down) * share(left, toRight) * share(top, down);
            }
        }
    }

    /** How much of the way from one pixel to the next, of which either may be outside, belongs to the image. */
    private float share(int first, float toNext) {
        return between(first >= 0 && first < side ? 1 : 0, first >= -1 && first < side - 1 ? 1 : 0, toNext);
    }

    private static float between(float from, float to, float share) {
        return from + share * (to - from);
    }

    private float orBlack(int plane, int row, int column) {
        boolean inside = row >= 0 && column >= 0 && row < side && column < side;
        return inside ? scratch[(plane * side + row) * side + column] : 0;
    }

    private void crop(float[] image, int top, int left) {
        System.arraycopy(image, 0, scratch, 0, image.length);
        for (int plane = 0; plane < planes; plane++) {
            int offset = plane * side * side;
            enlarge.plane(scratch, offset + top * side + left, side, image, offset);
        }
    }
}
