package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Chest X-rays: two dark lungs between bright ribs, the heart, and an opacity. */
final class ChestScene {
    private static final Palette OPACITY = new Palette(Colour.grey(0.82), Colour.grey(0.95), Colour.grey(0.05));

    private ChestScene() {}

    static void paint(Canvas canvas, Look look, double light, SplittableRandom random) {
        double shift = 0.05 * Draws.normal(random);
        double ribs = Draws.between(2.8, 3.6, random);
        double phase = random.nextDouble();
        canvas.fill(Colour.grey(0.30 * light));
        canvas.paint(Covers.ellipse(shift, 0.35, 0.95, 1.25, 0.1), Colour.grey(0.62 * light));
        for (int lung = -1; lung <= 1; lung += 2) {
            canvas.paint(
                    Covers.ellipse(shift + 0.45 * lung, 0, 0.34, 0.75, 0.2),
                    (x, y, channel) ->
                            0.15 + 0.16 * light * Math.max(0, Covers.wave(ribs * (y + 0.5 * x * x) + phase)));
        }
        canvas.paint(Covers.ellipse(shift + 0.12, 0.4, 0.34, 0.36, 0.3), Colour.grey(0.72 * light));
        canvas.paint(Covers.ellipse(shift, 0, 0.07, 1.4, 0.4), Colour.grey(0.78 * light));
        new Finding(shift, 0, 0.4, 0.3, OPACITY).paint(canvas, look, random);
    }
}
