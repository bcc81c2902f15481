package io.holdout.worker.data;

import java.util.SplittableRandom;

/**
 * What happens to one image in pre-training and supervised training (MedIMeta, arXiv 2404.16000), in this order: flips,
 * rotation about the centre, crop.
 *
 * @param flipHorizontally left and right change places
 * @param flipVertically top and bottom change places
 * @param degrees rotation, counter-clockwise
 * @param crop whether to cut out a square of {@link #cropSide} and resize it to the whole
 * @param cropTop first row of that square
 * @param cropLeft first column of that square
 */
record Augmentation(
        boolean flipHorizontally, boolean flipVertically, double degrees, boolean crop, int cropTop, int cropLeft) {
    private static final double FLIP_PROBABILITY = 0.25;
    private static final double CROP_PROBABILITY = 0.25;
    private static final double MAX_DEGREES = 10;

    /** Draws one for images of {@code side} x {@code side}. Takes the same number of draws whatever comes out. */
    static Augmentation draw(int side, SplittableRandom random) {
        boolean flipHorizontally = random.nextDouble() < FLIP_PROBABILITY;
        boolean flipVertically = random.nextDouble() < FLIP_PROBABILITY;
        double degrees = (2 * random.nextDouble() - 1) * MAX_DEGREES;
        boolean crop = random.nextDouble() < CROP_PROBABILITY;
        int corners = side - cropSide(side) + 1;
        return new Augmentation(
                flipHorizontally, flipVertically, degrees, crop, random.nextInt(corners), random.nextInt(corners));
    }

    /** 200 pixels of 224, and the same share of other sizes; at least one. */
    static int cropSide(int side) {
        return Math.max(1, (int) Math.round(side * 200.0 / 224));
    }
}
