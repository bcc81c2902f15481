package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** How images of one domain look. */
@FunctionalInterface
interface Scene {
    /**
     * Paints anatomy and finding on a black canvas.
     *
     * @param light brightness of the anatomy, about 1
     * @param random for all that no label shows
     */
    void paint(Canvas canvas, Look look, double light, SplittableRandom random);
}
