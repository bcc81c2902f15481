package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** The breast: ultrasound and mammography. */
final class BreastScenes {
    private static final Palette ECHO_POOR = new Palette(Colour.grey(0.10), Colour.grey(0.03), Colour.grey(0.85));

    private static final Palette DENSE = new Palette(Colour.grey(0.80), Colour.grey(0.98), Colour.grey(1));

    private BreastScenes() {}

    /** Layers of skin and tissue in coarse speckle, and a dark finding with its shadow. */
    static void ultrasound(Canvas canvas, Look look, double light, SplittableRandom random) {
        var tissue = new Texture(9, random);
        double skin = Draws.between(-0.85, -0.65, random);
        canvas.fill((x, y, channel) -> light * (0.25 + 0.4 * tissue.at(x, y)) * (0.9 - 0.25 * y));
        canvas.paint(Covers.line(skin, 0, 0.05, 0.12), Colour.grey(0.85 * light));
        double shadow = 0.3 * look.between(-1, 1, Feature.ACROSS);
        canvas.paint((x, y) -> y < 0.2 ? 0 : 0.4 * (1 - Math.abs(x - shadow) / 0.35), Colour.grey(0.05));
        new Finding(0, 0.05, 0.3, 0.42, ECHO_POOR).paint(canvas, look, random);
        canvas.addSpeckle(0.3, random);
    }

    /** Half a breast from one side on black, with bright strands. */
    static void mammography(Canvas canvas, Look look, double light, SplittableRandom random) {
        double side = random.nextBoolean() ? 1 : -1;
        var strands = new Texture(5, random);
        var breast = Covers.ellipse(side, 0, 1.75, 1.0, 0.12);
        canvas.fill(Colour.grey(0.02));
        canvas.paint(breast, (x, y, channel) -> light * (0.28 + 0.3 * strands.at(x, y)));
        canvas.paint((x, y) -> side * (x + 0.3 * y) > 1.05 ? 0.8 : 0, Colour.grey(0.75 * light));
        new Finding(0.15 * side, 0, 0.3, 0.3, DENSE).paint(canvas, look, random);
    }
}
