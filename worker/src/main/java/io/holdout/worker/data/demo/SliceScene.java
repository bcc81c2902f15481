package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Slices of the abdomen by computed tomography, in the three planes. */
enum SliceScene implements Scene {
    /** Wide, the spine a dot at the back. */
    AXIAL(0.95, 0.72, 0, 0.5, 0.11, 0.11),
    /** Tall, the spine down the middle. */
    CORONAL(0.75, 1.1, 0, 0, 0.08, 1.0),
    /** Tall and narrow, the spine down the back. */
    SAGITTAL(0.62, 1.1, 0.42, 0, 0.09, 1.0);

    private static final Palette ORGAN = new Palette(Colour.grey(0.72), Colour.grey(0.55), Colour.grey(0.12));

    private final double halfWidth;
    private final double halfHeight;
    private final double spineX;
    private final double spineY;
    private final double spineHalfWidth;
    private final double spineHalfHeight;

    SliceScene(
            double halfWidth,
            double halfHeight,
            double spineX,
            double spineY,
            double spineHalfWidth,
            double spineHalfHeight) {
        this.halfWidth = halfWidth;
        this.halfHeight = halfHeight;
        this.spineX = spineX;
        this.spineY = spineY;
        this.spineHalfWidth = spineHalfWidth;
        this.spineHalfHeight = spineHalfHeight;
    }

    @Override
    public void paint(Canvas canvas, Look look, double light, SplittableRandom random) {
        double fat = Draws.between(0.94, 1.06, random);
        var bowels = new Texture(7, random);
        canvas.paint(Covers.ellipse(0, 0, halfWidth * fat, halfHeight * fat, 0.05), Colour.grey(0.30 * light));
        canvas.paint(
                Covers.ellipse(0, 0, 0.85 * halfWidth, 0.85 * halfHeight, 0.08),
                (x, y, channel) -> light * (0.34 + 0.2 * bowels.at(x, y)));
        canvas.paint(Covers.ellipse(spineX, spineY, spineHalfWidth, spineHalfHeight, 0.2), Colour.grey(0.92));
        new Finding(0, 0, 0.5 * halfWidth, 0.28, ORGAN).paint(canvas, look, random);
    }
}
