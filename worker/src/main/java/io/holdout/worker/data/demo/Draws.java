package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Draws that are the same bits on every JDK. */
final class Draws {
    private Draws() {}

    /** Standard normal, Box-Muller on StrictMath. */
    static double gaussian(SplittableRandom random) {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
