package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** What is seen through a microscope: blood smears and stained tissue. */
final class CellScenes {
    private static final Palette STAINED_CELL =
            new Palette(new Colour(0.66, 0.52, 0.80), new Colour(0.30, 0.12, 0.50), new Colour(0.85, 0.25, 0.45));

    private static final Palette GLAND =
            new Palette(new Colour(0.75, 0.42, 0.68), new Colour(0.96, 0.92, 0.95), new Colour(0.35, 0.15, 0.50));

    private static final int RED_CELLS = 7;
    private static final int NUCLEI = 14;

    private CellScenes() {}

    /** A stained cell among pale red ones. */
    static void blood(Canvas canvas, Look look, double light, SplittableRandom random) {
        canvas.fill(new Colour(0.95, 0.88, 0.86).times(light));
        for (int cell = 0; cell < RED_CELLS; cell++) {
            double x = Draws.between(-1, 1, random);
            double y = Draws.between(-1, 1, random);
            canvas.paint(Covers.disc(x, y, 0.27, 0.25).times(0.8), new Colour(0.88, 0.62, 0.60).times(light));
            canvas.paint(Covers.disc(x, y, 0.11, 0.9).times(0.8), new Colour(0.95, 0.80, 0.78).times(light));
        }
        new Finding(0, 0, 0.25, 0.5, STAINED_CELL).paint(canvas, look, random);
    }

    /** Pink fibres with purple nuclei all over. */
    static void tissue(Canvas canvas, Look look, double light, SplittableRandom random) {
        var fibres = new Texture(6, random);
        double[] direction = Draws.direction(random);
        double turns = look.between(1, 5, Feature.STRIPES);
        canvas.fill((x, y, channel) -> {
            double bent = turns * (x * direction[0] + y * direction[1]) + 0.8 * fibres.at(x, y);
            double stain = 0.85 + 0.15 * Covers.wave(bent);
            return light * (channel == 1 ? 0.68 * stain * stain : channel == 0 ? 0.92 * stain : 0.85);
        });
        for (int nucleus = 0; nucleus < NUCLEI; nucleus++) {
            canvas.paint(
                    Covers.ellipse(
                            Draws.between(-1, 1, random),
                            Draws.between(-1, 1, random),
                            Draws.between(0.06, 0.13, random),
                            0.08,
                            0.5),
                    new Colour(0.42, 0.24, 0.58));
        }
        new Finding(0, 0, 0.25, 0.5, GLAND).paint(canvas, look, random);
    }
}
