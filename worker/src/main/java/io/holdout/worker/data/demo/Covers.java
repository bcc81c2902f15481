package io.holdout.worker.data.demo;

/** Soft-edged shapes; softness is the width of the edge as a share of the radius. */
final class Covers {
    private Covers() {}

    static Canvas.Cover ellipse(double centreX, double centreY, double radiusX, double radiusY, double softness) {
        return (x, y) -> inside(length((x - centreX) / radiusX, (y - centreY) / radiusY), softness);
    }

    static Canvas.Cover disc(double centreX, double centreY, double radius, double softness) {
        return ellipse(centreX, centreY, radius, radius, softness);
    }

    /** What is between the rim of an ellipse and the same ellipse a third smaller. */
    static Canvas.Cover ring(double centreX, double centreY, double radius) {
        return (x, y) -> {
            double distance = length((x - centreX) / radius, (y - centreY) / radius);
            return 1 - Math.abs(distance - 0.8) / 0.3;
        };
    }

    /** A bent line from left to right, of soft edge: through (0, height), sloping, and bent as a parabola. */
    static Canvas.Cover line(double height, double slope, double bend, double width) {
        return (x, y) -> 1.2 - Math.abs(y - height - slope * x - bend * x * x) / width;
    }

    /** The same shape with x and y exchanged. */
    static Canvas.Cover turned(Canvas.Cover cover) {
        return (x, y) -> cover.at(y, x);
    }

    /** 1 well inside the unit circle, 0 well outside, one half on it. */
    static double inside(double distance, double softness) {
        return Draws.clamp((1 - distance) / softness + 0.5);
    }

    static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /** A wave of period 1 between -1 and 1, close to a sine, of exact arithmetic only. */
    static double wave(double turns) {
        double triangle = 1 - 4 * Math.abs(turns - Math.floor(turns) - 0.5);
        return triangle * (1.5 - 0.5 * triangle * triangle);
    }
}
