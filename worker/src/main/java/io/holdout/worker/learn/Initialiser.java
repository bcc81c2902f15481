package io.holdout.worker.learn;

import io.holdout.protocol.trial.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random initial weights, drawn in Java: torch's generator is global, and {@code nextGaussian} differs between JDKs. Each
 * array has its own stream, so that it depends on the seed and its name alone.
 */
final class Initialiser {
    private Initialiser() {}

    /** Kaiming-normal (fan out) convolutions, batch norms at one and zero: as torchvision starts a ResNet. */
    static Tensors backbone(Backbone backbone, long seed) {
        var tensors = new Tensors();
        backbone.shapes().forEach((name, shape) -> tensors.put(name, shape, values(name, shape, seed)));
        return tensors;
    }

    private static float[] values(String name, long[] shape, long seed) {
        int size = 1;
        for (long side : shape) {
            size = Math.multiplyExact(size, Math.toIntExact(side));
        }
        float[] values = new float[size];
        if (shape.length == 4) {
            double deviation = Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3]));
            var random = new SplittableRandom(Seeds.derive(seed, "initial weights", name));
            for (int i = 0; i < size; i++) {
                values[i] = (float) (deviation * gaussian(random));
            }
        } else if (name.endsWith(".weight") || name.endsWith(".running_var")) {
            Arrays.fill(values, 1f);
        }
        return values;
    }

    /** Uniform in [-bound, bound]. */
    static float[] uniform(int size, double bound, SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return values;
    }

    /** Box-Muller on StrictMath: the same bits on every JDK. */
    private static double gaussian(SplittableRandom random) {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
