package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** The outline of a finding: an ellipse, turned at random, with bumps and rays. */
final class Contour {
    private static final int LOBES = 5;
    private static final int RAYS = 8;
    private static final double DEEPEST_LOBE = 0.4;
    private static final double LONGEST_RAY = 1.2;

    private final double centreX;
    private final double centreY;
    private final double radius;
    private final double stretch;
    private final double lobes;
    private final double rays;
    private final double softness;
    private final double[] turn;
    private final double[] phase;

    Contour(double centreX, double centreY, double radius, Look look, SplittableRandom random) {
        this.centreX = centreX;
        this.centreY = centreY;
        this.radius = radius;
        this.stretch = look.between(1, 1.7, Feature.STRETCH);
        this.lobes = look.between(0, DEEPEST_LOBE, Feature.LOBES);
        this.rays = look.of(Feature.RAYS);
        this.softness = look.between(0.1, 0.9, Feature.EDGE);
        this.turn = Draws.direction(random);
        this.phase = Draws.direction(random);
    }

    /** The finding's area. */
    Canvas.Cover body() {
        return (x, y) -> Covers.inside(distance(x, y), softness);
    }

    /** What lies around it, out to {@code outer} radii. */
    Canvas.Cover rim(double outer) {
        return (x, y) -> {
            double distance = distance(x, y);
            return distance < 0.9 ? 0 : 1 - (distance - 1) / (outer - 1);
        };
    }

    /** Rays outward from the outline. */
    Canvas.Cover rays() {
        return (x, y) -> {
            double across = across(x, y);
            double down = down(x, y);
            double distance = Covers.length(across, down);
            if (distance < 0.7 || distance > 1 + LONGEST_RAY) {
                return 0;
            }
            double beam = Math.max(0, cosineOfMultiple(across / distance, down / distance, RAYS));
            return 2.5 * rays * beam * (1 + LONGEST_RAY - distance) / LONGEST_RAY;
        };
    }

    /** The distance from the centre in radii of the outline in that direction. */
    private double distance(double x, double y) {
        double across = across(x, y);
        double down = down(x, y);
        double distance = Covers.length(across, down);
        return distance < 1e-9
                ? 0
                : distance / (1 + lobes * cosineOfMultiple(across / distance, down / distance, LOBES));
    }

    private double across(double x, double y) {
        return ((x - centreX) * turn[0] + (y - centreY) * turn[1]) / (radius * stretch);
    }

    private double down(double x, double y) {
        return ((y - centreY) * turn[0] - (x - centreX) * turn[1]) * stretch / radius;
    }

    /** The cosine of {@code times} the angle of a unit vector, plus a phase: a complex power, so no trigonometry. */
    private double cosineOfMultiple(double cosine, double sine, int times) {
        double real = phase[0];
        double imaginary = phase[1];
        for (int i = 0; i < times; i++) {
            double next = real * cosine - imaginary * sine;
            imaginary = real * sine + imaginary * cosine;
            real = next;
        }
        return real;
    }
}
