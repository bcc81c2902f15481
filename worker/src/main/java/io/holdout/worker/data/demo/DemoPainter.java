package io.holdout.worker.data.demo;

import java.util.SplittableRandom;

/** Paints images that look, roughly, like those of a domain, and show a {@link Look}. */
final class DemoPainter {
    private static final double MARK_RADIUS = 0.13;

    private final int side;

    DemoPainter(int side) {
        this.side = side;
    }

    /** @param random for what no label shows: place, noise, small differences */
    Canvas paint(String domain, Look look, SplittableRandom random) {
        var canvas = new Canvas(side);
        double dim = 0.55 + 0.45 * look.of(Look.BACKGROUND);
        Canvas.Shade lesion;
        switch (domain) {
            case "Retinal fundus" -> {
                canvas.fill(Canvas.colour(0.02, 0.01, 0.01));
                canvas.paint(Canvas.ellipse(0, 0, 0.97, 0.97, 0.06), Canvas.colour(0.75 * dim, 0.36 * dim, 0.14 * dim));
                vessels(canvas, random);
                lesion = tinted(look, 0.95, 0.80, 0.35);
            }
            case "Chest X-ray" -> {
                canvas.fill(Canvas.colour(0.55 * dim, 0.55 * dim, 0.55 * dim));
                for (int lung = -1; lung <= 1; lung += 2) {
                    canvas.paint(Canvas.ellipse(0.45 * lung, 0.05, 0.36, 0.72, 0.2), ribs());
                }
                lesion = tinted(look, 0.9, 0.9, 0.9);
            }
            case "Microscopy" -> {
                canvas.fill(Canvas.colour(0.93 * dim, 0.80 * dim, 0.83 * dim));
                for (int cell = 0; cell < 5; cell++) {
                    canvas.paint(
                            Canvas.ellipse(spread(random), spread(random), 0.22, 0.22, 0.4),
                            Canvas.colour(0.88, 0.62, 0.62));
                }
                lesion = tinted(look, 0.45, 0.25, 0.65);
            }
            case "OCT" -> {
                double tilt = 0.2 * Draws.gaussian(random);
                canvas.fill((x, y, c) -> 0.08 + dim * 0.45 * Math.max(0, wave(5 * (y + tilt * x * x))));
                lesion = tinted(look, 0.85, 0.85, 0.85);
            }
            case "Breast ultrasound" -> {
                canvas.fill((x, y, c) -> dim * (0.55 - 0.2 * y));
                speckle(canvas, random, 0.16);
                lesion = tinted(look, 0.25, 0.25, 0.25);
            }
            case "Histopathology" -> {
                canvas.fill(Canvas.colour(0.90 * dim, 0.72 * dim, 0.86 * dim));
                for (int nucleus = 0; nucleus < 9; nucleus++) {
                    canvas.paint(
                            Canvas.ellipse(spread(random), spread(random), 0.1, 0.08, 0.5),
                            Canvas.colour(0.45, 0.25, 0.6));
                }
                lesion = tinted(look, 0.75, 0.35, 0.60);
            }
            case "Abdominal CT" -> {
                canvas.fill(Canvas.colour(0.03, 0.03, 0.03));
                canvas.paint(Canvas.ellipse(0, 0, 0.95, 0.75, 0.08), Canvas.colour(0.42 * dim, 0.42 * dim, 0.42 * dim));
                canvas.paint(Canvas.ellipse(0, 0.5, 0.12, 0.12, 0.2), Canvas.colour(0.95, 0.95, 0.95));
                lesion = tinted(look, 0.75, 0.75, 0.75);
            }
            case "Mammography" -> {
                canvas.fill(Canvas.colour(0.02, 0.02, 0.02));
                canvas.paint(
                        Canvas.ellipse(-0.9, 0, 1.7, 1.0, 0.25), Canvas.colour(0.45 * dim, 0.45 * dim, 0.45 * dim));
                speckle(canvas, random, 0.05);
                lesion = tinted(look, 0.9, 0.9, 0.9);
            }
            case "Dermatoscopy" -> {
                canvas.fill((x, y, c) -> (c == 0 ? 0.85 : c == 1 ? 0.62 : 0.52) * dim * (1.1 - 0.35 * (x * x + y * y)));
                lesion = tinted(look, 0.40, 0.24, 0.16);
            }
            default -> {
                double slope = 0.15 * Draws.gaussian(random);
                canvas.fill((x, y, c) -> (c == 0 ? 0.80 : c == 1 ? 0.58 : 0.46) * dim * (1 + slope * x));
                lesion = tinted(look, 0.50, 0.22, 0.20);
            }
        }
        lesion(canvas, look, lesion, random);
        speckle(canvas, random, 0.03 + 0.09 * look.of(Look.GRAIN));
        return canvas;
    }

    private static void lesion(Canvas canvas, Look look, Canvas.Shade shade, SplittableRandom random) {
        double cx = 0.9 * (look.of(Look.ACROSS) - 0.5) + 0.06 * Draws.gaussian(random);
        double cy = 0.9 * (look.of(Look.DOWN) - 0.5) + 0.06 * Draws.gaussian(random);
        double size = 0.22 + 0.36 * look.of(Look.SIZE);
        double stretch = 1 + 0.9 * (look.of(Look.ELONGATION) - 0.5);
        double softness = 0.12 + 0.8 * look.of(Look.EDGE);
        if (look.of(Look.HALO) > 0.05) {
            double halo = look.of(Look.HALO);
            canvas.paint(
                    scaled(Canvas.ellipse(cx, cy, size * stretch * 1.45, size / stretch * 1.45, 0.3), 0.7 * halo),
                    Canvas.colour(0.95, 0.95, 0.80));
        }
        Canvas.Cover body = Canvas.ellipse(cx, cy, size * stretch, size / stretch, softness);
        canvas.paint(body, shade);
        double frequency = 3 + 9 * look.of(Look.STRIPES);
        double contrast = 0.25 + 0.75 * look.of(Look.STRIPE_CONTRAST);
        double phase = random.nextDouble();
        canvas.paint(
                (x, y) -> 0.45 * contrast * body.at(x, y) * Math.max(0, wave(frequency * (x + y) / 2 + phase)),
                Canvas.colour(0.08, 0.08, 0.12));
        int spots = (int) Math.round(7 * look.of(Look.SPOTS));
        for (int spot = 0; spot < spots; spot++) {
            canvas.paint(
                    Canvas.ellipse(cx + 0.7 * size * spread(random), cy + 0.7 * size * spread(random), 0.09, 0.09, 0.4),
                    Canvas.colour(0.98, 0.98, 0.95));
        }
        marks(canvas, look.marks(), random);
    }

    /** A sign a label, in a cell of its own: a bright dot, a dark dot, or a bar. */
    private static void marks(Canvas canvas, boolean[] marks, SplittableRandom random) {
        int cells = (int) Math.ceil(Math.sqrt(Math.min(marks.length, 16)));
        for (int label = 0; label < marks.length; label++) {
            double jitterX = 0.08 * Draws.gaussian(random);
            double jitterY = 0.08 * Draws.gaussian(random);
            if (marks[label]) {
                int cell = label % (cells * cells);
                double x = 1.6 * ((cell % cells + 0.5) / cells - 0.5) + jitterX;
                double y = 1.6 * ((Math.floorDiv(cell, cells) + 0.5) / cells - 0.5) + jitterY;
                int kind = label % 3;
                double tone = kind == 1 ? 0.03 : 0.97;
                canvas.paint(
                        scaled(
                                Canvas.ellipse(x, y, kind == 2 ? 2 * MARK_RADIUS : MARK_RADIUS, MARK_RADIUS * 0.9, 0.4),
                                0.85),
                        Canvas.colour(tone, tone, kind == 2 ? 0.5 : tone));
            }
        }
    }

    private static Canvas.Cover scaled(Canvas.Cover cover, double by) {
        return (x, y) -> by * cover.at(x, y);
    }

    private static Canvas.Shade tinted(Look look, double red, double green, double blue) {
        double light = 0.5 + 0.6 * look.of(Look.BRIGHTNESS);
        double tint = 0.5 * (look.of(Look.TINT) - 0.5);
        return Canvas.colour(red * light + tint, green * light, blue * light - tint);
    }

    private static Canvas.Shade ribs() {
        return (x, y, channel) -> 0.16 + 0.22 * Math.max(0, wave(3.5 * y + 0.6 * x * x));
    }

    private static void vessels(Canvas canvas, SplittableRandom random) {
        for (int vessel = 0; vessel < 4; vessel++) {
            double bend = Draws.gaussian(random);
            double offset = spread(random);
            canvas.paint(
                    (x, y) -> Math.max(0, 0.6 - 12 * Math.abs(y - offset - 0.4 * bend * x * x)),
                    Canvas.colour(0.45, 0.12, 0.08));
        }
    }

    private static void speckle(Canvas canvas, SplittableRandom random, double amount) {
        for (int p = 0; p < canvas.length(); p += 3) {
            double noise = amount * Draws.gaussian(random);
            for (int channel = 0; channel < 3; channel++) {
                canvas.add(p + channel, noise);
            }
        }
    }

    /** A wave of period 1 in [-1,1], without the JDK's platform-dependent sine. */
    private static double wave(double turns) {
        double t = turns - Math.floor(turns);
        double triangle = 1 - 4 * Math.abs(t - 0.5);
        return triangle * (1.5 - 0.5 * triangle * triangle);
    }

    private static double spread(SplittableRandom random) {
        return 1.8 * random.nextDouble() - 0.9;
    }
}
