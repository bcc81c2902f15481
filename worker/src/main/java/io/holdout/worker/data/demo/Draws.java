package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Draws that are the same bits on every JDK. */
final class Draws {
    private Draws() {}

    /** Standard normal, by Box and Muller on StrictMath. */
    static double normal(SplittableRandom random) {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** Uniform between two numbers. */
    static double between(double low, double high, SplittableRandom random) {
        return low + (high - low) * random.nextDouble();
    }

    /** A unit vector of random direction: cosine, sine. */
    static double[] direction(SplittableRandom random) {
        double angle = 2 * Math.PI * random.nextDouble();
        return new double[] {StrictMath.cos(angle), StrictMath.sin(angle)};
    }

    /** Fisher-Yates, in place. */
    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** The nearest number in [0,1]. */
    static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
