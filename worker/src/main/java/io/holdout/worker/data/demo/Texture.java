package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** A smooth random field, 0 to 1: values on a grid, blended between its points. */
final class Texture {
    private final int cells;
    private final double[] values;

    /** @param cells grid cells across the canvas: more make a finer texture */
    Texture(int cells, SplittableRandom random) {
        this.cells = cells;
        this.values = new double[(cells + 1) * (cells + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble();
        }
    }

    double at(double x, double y) {
        double across = Draws.clamp((x + 1) / 2) * cells;
        double down = Draws.clamp((y + 1) / 2) * cells;
        int column = Math.min((int) across, cells - 1);
        int row = Math.min((int) down, cells - 1);
        double right = smooth(across - column);
        return mix(
                mix(value(row, column), value(row, column + 1), right),
                mix(value(row + 1, column), value(row + 1, column + 1), right),
                smooth(down - row));
    }

    private double value(int row, int column) {
        return values[row * (cells + 1) + column];
    }

    private static double mix(double from, double to, double share) {
        return from + share * (to - from);
    }

    private static double smooth(double share) {
        return share * share * (3 - 2 * share);
    }
}
