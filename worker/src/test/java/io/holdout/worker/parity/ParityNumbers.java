package io.holdout.worker.parity;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that Python makes too, so that no file need hold weights or images: {@code units} in
 * {@code src/test/python/parity_fixtures.py}, which says how.
 */
public final class ParityNumbers {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private ParityNumbers() {}

    /** Entry {@code index} of an array, uniform in [-1, 1) and exact in single precision. */
    public static double unit(String name, int index) {
        long z = fnv1a(name) + (index + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return (z >>> 40) / (double) (1 << 23) - 1;
    }

    /** An array of entries within plus and minus {@code scale}, a power of two. */
    public static float[] uniform(String name, int size, double scale) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (unit(name, i) * scale);
        }
        return values;
    }

    /** An image: entries in [0, 1). */
    public static float[] image(String name, int size) {
        float[] values = uniform(name, size, 1);
        for (int i = 0; i < size; i++) {
            values[i] = (values[i] + 1) / 2;
        }
        return values;
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }
}
