package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** The eye: fundus photographs and optical coherence tomography. */
final class EyeScenes {
    private static final Palette RETINA =
            new Palette(new Colour(0.95, 0.72, 0.35), new Colour(0.98, 0.95, 0.75), new Colour(0.25, 0.03, 0.05));

    private static final Palette FLUID = new Palette(Colour.grey(0.12), Colour.grey(0.02), Colour.grey(0.95));

    private static final int OCT_LAYERS = 4;

    private EyeScenes() {}

    /** An orange disc on black, with vessels from the optic disc and a dark macula. */
    static void fundus(Canvas canvas, Look look, double light, SplittableRandom random) {
        double side = random.nextBoolean() ? 0.5 : -0.5;
        var retina = Covers.disc(0, 0, 0.96, 0.06);
        canvas.paint(
                retina,
                (x, y, channel) ->
                        new Colour(0.78, 0.38, 0.16).at(x, y, channel) * light * (1 - 0.25 * (x * x + y * y)));
        for (int vessel = -2; vessel <= 2; vessel++) {
            var line = Covers.line(
                    0.12 * vessel, 0.1 * Draws.normal(random), 0.45 * vessel * Draws.between(0.6, 1, random), 0.05);
            canvas.paint((x, y) -> 0.5 * line.at(x - side, y) * retina.at(x, y), new Colour(0.45, 0.10, 0.06));
        }
        canvas.paint(Covers.disc(-0.5 * side, 0, 0.18, 0.8).times(0.5), new Colour(0.40, 0.16, 0.06));
        canvas.paint(Covers.disc(side, 0, 0.16, 0.3).times(0.8), new Colour(0.95, 0.80, 0.50));
        new Finding(0, 0, 0.4, 0.3, RETINA).paint(canvas, look, random);
    }

    /** Bright, bent layers with dark ones between, across a black image. */
    static void oct(Canvas canvas, Look look, double light, SplittableRandom random) {
        canvas.fill(Colour.grey(0.08));
        double slope = 0.12 * Draws.normal(random);
        double bend = Draws.between(0.05, 0.4, random);
        for (int layer = 0; layer < OCT_LAYERS; layer++) {
            double height = -0.35 + 0.27 * layer;
            double level = (layer % 2 == 0 ? 0.75 : 0.45) * light;
            canvas.paint(Covers.line(height, slope, bend, 0.09), Colour.grey(level));
        }
        canvas.paint((x, y) -> 0.35 * Draws.clamp(3 * (y - 0.5 - slope * x - bend * x * x)), Colour.grey(0.5 * light));
        new Finding(0, -0.05, 0.3, 0.3, FLUID).paint(canvas, look, random);
        canvas.addSpeckle(0.15, random);
    }
}
