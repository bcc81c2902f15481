package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Skin lesions: through the dermatoscope and as photographs. */
final class SkinScenes {
    private static final Palette MAGNIFIED_LESION =
            new Palette(new Colour(0.48, 0.28, 0.18), new Colour(0.22, 0.12, 0.12), new Colour(0.98, 0.93, 0.90));

    private static final Palette LESION =
            new Palette(new Colour(0.52, 0.26, 0.20), new Colour(0.28, 0.12, 0.12), new Colour(0.98, 0.92, 0.86));

    private static final int HAIRS = 3;

    private SkinScenes() {}

    /** A large lesion in a round, evenly lit field, black in the corners, some hairs. */
    static void dermatoscopy(Canvas canvas, Look look, double light, SplittableRandom random) {
        canvas.fill(new Colour(0.88, 0.68, 0.60).times(light));
        new Finding(0, 0, 0.15, 0.58, MAGNIFIED_LESION).paint(canvas, look, random);
        for (int hair = random.nextInt(HAIRS + 1); hair > 0; hair--) {
            var line = Covers.line(Draws.between(-0.8, 0.8, random), 0.6 * Draws.normal(random), 0.2, 0.03);
            canvas.paint(line.times(0.6), Colour.grey(0.12));
        }
        canvas.paint((x, y) -> 1 - Covers.inside(Covers.length(x, y) / 1.15, 0.15), Colour.grey(0.02));
    }

    /** A small lesion on skin that is lit from one side, over a blue cloth. */
    static void photograph(Canvas canvas, Look look, double light, SplittableRandom random) {
        double[] lamp = Draws.direction(random);
        var pores = new Texture(12, random);
        canvas.fill((x, y, channel) -> new Colour(0.82, 0.60, 0.48).at(x, y, channel)
                * light
                * (0.85 + 0.2 * (x * lamp[0] + y * lamp[1]) + 0.12 * pores.at(x, y)));
        double cloth = Draws.between(0.8, 1.2, random);
        canvas.paint((x, y) -> (y - cloth) / 0.1 + 1, new Colour(0.25, 0.45, 0.60));
        new Finding(0, -0.05, 0.15, 0.48, LESION).paint(canvas, look, random);
    }
}
