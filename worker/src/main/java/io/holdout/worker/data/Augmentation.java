package io.holdout.worker.data;

import io.holdout.protocol.trial.Seeds;
import java.util.SplittableRandom;

/**
 * The benchmark's augmentation (arXiv 2404.16000), in this order: horizontal flip with probability 0.25, vertical flip
 * with 0.25, rotation uniform within 10 degrees (bilinear, about the centre, black outside), and with 0.25 a random crop
 * of 200/224 of the side, resized back.
 */
final class Augmentation {
    private static final double PROBABILITY = 0.25;
    private static final double LARGEST_ANGLE = 10;
    private static final double CROP = 200.0 / 224.0;

    private final int side;
    private final int cropSide;
    private final long seed;
    private final Resize enlarge;
    private final float[] scratch;

    Augmentation(int side, long seed) {
        this.side = side;
        this.cropSide = Math.max(1, (int) Math.round(side * CROP));
        this.seed = seed;
        this.enlarge = new Resize(cropSide, cropSide, side, side);
        this.scratch = new float[side * side];
    }

    /** Changes the planes of one image in place. */
    void apply(int sample, int channels, float[] planes, int offset) {
        var random = new SplittableRandom(Seeds.derive(seed, sample));
        boolean horizontal = random.nextDouble() < PROBABILITY;
        boolean vertical = random.nextDouble() < PROBABILITY;
        double angle = (random.nextDouble() * 2 - 1) * LARGEST_ANGLE;
        boolean crop = random.nextDouble() < PROBABILITY;
        int top = random.nextInt(side - cropSide + 1);
        int left = random.nextInt(side - cropSide + 1);
        for (int channel = 0; channel < channels; channel++) {
            int at = offset + channel * side * side;
            if (horizontal || vertical) {
                flip(planes, at, horizontal, vertical);
            }
            rotate(planes, at, angle);
            if (crop) {
                crop(planes, at, top, left);
            }
        }
    }

    void flip(float[] plane, int at, boolean horizontal, boolean vertical) {
        System.arraycopy(plane, at, scratch, 0, scratch.length);
        for (int y = 0; y < side; y++) {
            int fromY = vertical ? side - 1 - y : y;
            for (int x = 0; x < side; x++) {
                plane[at + y * side + x] = scratch[fromY * side + (horizontal ? side - 1 - x : x)];
            }
        }
    }

    /** @param degrees counter-clockwise */
    void rotate(float[] plane, int at, double degrees) {
        System.arraycopy(plane, at, scratch, 0, scratch.length);
        double radians = degrees * (Math.PI / 180);
        float cos = (float) StrictMath.cos(radians);
        float sin = (float) StrictMath.sin(radians);
        float centre = (side - 1) / 2f;
        for (int y = 0; y < side; y++) {
            float dy = y - centre;
            for (int x = 0; x < side; x++) {
                float dx = x - centre;
                plane[at + y * side + x] = sample(cos * dx - sin * dy + centre, sin * dx + cos * dy + centre);
            }
        }
    }

    /** Bilinear; zero outside. */
    private float sample(float x, float y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        float fx = x - x0;
        float fy = y - y0;
        return (1 - fy) * ((1 - fx) * pixel(x0, y0) + fx * pixel(x0 + 1, y0))
                + fy * ((1 - fx) * pixel(x0, y0 + 1) + fx * pixel(x0 + 1, y0 + 1));
    }

    private float pixel(int x, int y) {
        return x < 0 || y < 0 || x >= side || y >= side ? 0 : scratch[y * side + x];
    }

    private void crop(float[] plane, int at, int top, int left) {
        float[] part = new float[cropSide * cropSide];
        for (int y = 0; y < cropSide; y++) {
            System.arraycopy(plane, at + (top + y) * side + left, part, y * cropSide, cropSide);
        }
        enlarge.plane(part, 0, plane, at);
    }
}
