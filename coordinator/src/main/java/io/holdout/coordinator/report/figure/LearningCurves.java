package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.figure.Mark.Anchor;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A small plot a trial: validation AUROC by epoch, all on the same scale; the best epoch is marked. */
final class LearningCurves {
    private static final int ACROSS = 3;
    private static final double WIDE = 260;
    private static final double HIGH = 96;
    private static final double PLOT_WIDE = 200;
    private static final double PLOT_HIGH = 58;
    private static final double LEFT = 40;
    private static final double TOP = 24;
    /** More would be a wall; the file of curves has them all. */
    private static final int MOST = 120;

    private LearningCurves() {}

    static Optional<Drawing> of(List<Curve> all) {
        List<Curve> curves = all.stream()
                .filter(curve -> !curve.points().isEmpty())
                .limit(MOST)
                .toList();
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        double least = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(EpochPoint::validationAuroc)
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(0);
        double low = Math.floor(least * 10) / 10;
        var canvas = new Canvas();
        for (int at = 0; at < curves.size(); at++) {
            int line = at / ACROSS;
            plot(canvas, curves.get(at), at % ACROSS * WIDE, line * HIGH, low);
        }
        int lines = (curves.size() + ACROSS - 1) / ACROSS;
        String some = all.size() > curves.size() ? ", the first " + curves.size() + " of " + all.size() : "";
        return Optional.of(canvas.drawing(
                "learning-curves",
                "Validation AUROC in % by epoch" + some,
                "a plot a pre-training or supervised training; the best epoch is marked",
                Math.min(ACROSS, curves.size()) * WIDE,
                lines * HIGH));
    }

    private static void plot(Canvas canvas, Curve curve, double x, double y, double low) {
        var epochs = new Scale(1, Math.max(2, curve.points().size()), x + LEFT, x + LEFT + PLOT_WIDE);
        var auroc = new Scale(low, 1, y + TOP + PLOT_HIGH, y + TOP);
        String fitted = Glyphs.fitted(curve.label(), Canvas.FONT, WIDE - 14);
        canvas.text(x + 6, y + 15, fitted, Anchor.START, Ink.TEXT);
        for (double tick : new double[] {low, (low + 1) / 2, 1}) {
            canvas.line(epochs.from(), auroc.at(tick), epochs.to(), auroc.at(tick), Ink.GRID);
            canvas.text(epochs.from() - 4, auroc.at(tick) + 4, percent(tick), Anchor.END, Ink.FAINT);
        }
        var points = curve.points().stream()
                .filter(point -> !Double.isNaN(point.validationAuroc()))
                .map(point -> new Mark.Point(epochs.at(point.epoch()), auroc.at(point.validationAuroc())))
                .toList();
        if (points.size() > 1) {
            canvas.path(points, Ink.MAIN, curve.label());
        }
        for (EpochPoint point : curve.points()) {
            if (point.epoch() == curve.bestEpoch() && !Double.isNaN(point.validationAuroc())) {
                String tip = curve.label() + ": best at epoch " + point.epoch() + " of "
                        + curve.points().size() + ", " + percent(point.validationAuroc());
                canvas.dot(epochs.at(point.epoch()), auroc.at(point.validationAuroc()), 3.5, Ink.ACCENT, tip);
            }
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", 100 * share);
    }
}
