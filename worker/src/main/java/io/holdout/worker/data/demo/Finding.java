package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/**
 * What an image is about: a lesion, a cell, an organ, an opacity. Painted alike in every domain, in colours and at a
 * place that fit the domain.
 *
 * @param centreX where it is on average
 * @param centreY likewise
 * @param reach how far its place can move, in each direction
 * @param radius of an average one
 * @param palette its colours in this domain
 */
record Finding(double centreX, double centreY, double reach, double radius, Palette palette) {
    private static final int MOST_SPOTS = 10;
    private static final double SPOT_RADIUS = 0.09;

    void paint(Canvas canvas, Look look, SplittableRandom random) {
        double x = centreX + reach * look.between(-1, 1, Feature.ACROSS);
        double y = centreY + reach * look.between(-1, 1, Feature.DOWN);
        double size = radius * look.between(0.5, 1.5, Feature.SIZE);
        var contour = new Contour(x, y, size, look, random);
        double tone = look.between(0.35, 1, Feature.TONE);
        Colour shown = palette.body().warmer(look.between(-0.3, 0.3, Feature.TINT));
        canvas.paint(contour.rim(1.8).times(0.8 * look.of(Feature.HALO)), palette.rim());
        canvas.paint(contour.rays(), palette.core());
        canvas.paint(contour.body().times(tone), shown);
        double coreRadius = size * look.between(0.1, 0.65, Feature.CORE);
        canvas.paint(
                Covers.disc(
                        x + 0.1 * size * Draws.normal(random), y + 0.1 * size * Draws.normal(random), coreRadius, 0.3),
                palette.core());
        canvas.paint(stripes(contour.body(), look, random).times(look.between(0, 1, Feature.STRIPES)), palette.rim());
        spots(canvas, x, y, size, look, random);
    }

    private static Canvas.Cover stripes(Canvas.Cover within, Look look, SplittableRandom random) {
        double[] direction = Draws.direction(random);
        double phase = random.nextDouble();
        double turns = look.between(2, 4, Feature.STRIPES);
        return (x, y) ->
                within.at(x, y) * Math.max(0, Covers.wave(turns * (x * direction[0] + y * direction[1]) + phase));
    }

    private void spots(Canvas canvas, double x, double y, double size, Look look, SplittableRandom random) {
        int count = (int) Math.round(MOST_SPOTS * look.of(Feature.SPOTS));
        for (int spot = 0; spot < count; spot++) {
            double[] direction = Draws.direction(random);
            double distance = size * Math.sqrt(random.nextDouble()) * 1.6;
            canvas.paint(
                    Covers.disc(x + distance * direction[0], y + distance * direction[1], SPOT_RADIUS, 0.5),
                    palette.rim());
        }
    }
}
