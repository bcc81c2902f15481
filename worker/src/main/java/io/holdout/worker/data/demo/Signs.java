package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Small signs, each of a kind and a usual place: what shows the labels of multi-label tasks. */
final class Signs {
    private static final double RADIUS = 0.17;
    private static final double WANDER = 0.06;
    // steps of the R2 sequence (M. Roberts, 2018): however many signs there are, their places are spread evenly
    private static final double STEP_ACROSS = 0.7548776662466927;
    private static final double STEP_DOWN = 0.5698402909980532;

    private Signs() {}

    static void paint(Canvas canvas, Look look, SplittableRandom random) {
        look.signs().stream().forEach(sign -> paint(canvas, sign, random));
    }

    private static void paint(Canvas canvas, int sign, SplittableRandom random) {
        double x = 1.5 * (fraction(0.5 + sign * STEP_ACROSS) - 0.5) + WANDER * Draws.normal(random);
        double y = 1.5 * (fraction(0.5 + sign * STEP_DOWN) - 0.5) + WANDER * Draws.normal(random);
        double strength = Draws.between(0.45, 1, random);
        switch (sign % 4) {
            case 0 -> canvas.paint(Covers.disc(x, y, RADIUS, 0.5).times(strength), Colour.grey(1));
            case 1 -> canvas.paint(Covers.disc(x, y, RADIUS, 0.5).times(strength), Colour.grey(0));
            case 2 ->
                canvas.paint(Covers.ellipse(x, y, 2 * RADIUS, 0.5 * RADIUS, 0.5).times(strength), Colour.grey(1));
            default -> canvas.paint(Covers.ring(x, y, 1.5 * RADIUS).times(strength), Colour.grey(0.05));
        }
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
