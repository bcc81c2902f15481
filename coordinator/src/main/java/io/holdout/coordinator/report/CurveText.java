package io.holdout.coordinator.report;

import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.List;

/** The forms in which learning curves leave; the same curves give the same bytes, and each ends in a line end. */
public final class CurveText {
    private static final String HEADER = "trial,label,epoch,train_loss,validation_loss,validation_auroc,best\n";
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private CurveText() {}

    /**
     * One line a curve: validation AUROC in % at its first and at its best epoch, training loss at its first and last, and
     * the course of the AUROC from the curve's own lowest to its own highest.
     */
    public static String terminal(List<Curve> curves) {
        int widest =
                curves.stream().mapToInt(each -> each.label().length()).max().orElse(0);
        String form = "%-" + Math.max(5, widest) + "s  %-14s  %-14s  %6s  %s%n";
        var text = new StringBuilder();
        text.append(line(form, "trial", "AUROC", "training loss", "epochs", "AUROC by epoch"));
        for (Curve curve : curves) {
            List<EpochPoint> points = curve.points();
            EpochPoint first = points.get(0);
            EpochPoint last = points.get(points.size() - 1);
            EpochPoint best = points.get(curve.bestEpoch() - 1);
            text.append(line(
                    form,
                    curve.label(),
                    Digits.percent(first.validationAuroc()) + " -> " + Digits.percent(best.validationAuroc()),
                    Digits.rank(first.trainLoss()) + " -> " + Digits.rank(last.trainLoss()),
                    Integer.toString(points.size()),
                    course(points)));
        }
        return text.toString();
    }

    private static String line(String form, Object... cells) {
        return String.format(java.util.Locale.ROOT, form, cells).replace(System.lineSeparator(), "\n");
    }

    private static String course(List<EpochPoint> points) {
        double least =
                points.stream().mapToDouble(EpochPoint::validationAuroc).min().orElse(0);
        double most =
                points.stream().mapToDouble(EpochPoint::validationAuroc).max().orElse(0);
        var course = new StringBuilder();
        for (EpochPoint point : points) {
            double share = most > least ? (point.validationAuroc() - least) / (most - least) : 1;
            course.append(LEVELS.charAt((int) Math.round(share * (LEVELS.length() - 1))));
        }
        return course.toString();
    }

    /** One line an epoch, RFC 4180 but with {@code \n} line ends; AUROC in [0,1] and losses with six digits. */
    public static String csv(List<Curve> curves) {
        var text = new StringBuilder(HEADER);
        for (Curve curve : curves) {
            for (EpochPoint point : curve.points()) {
                text.append(curve.trial().shortHex())
                        .append(',')
                        .append(CsvTable.field(curve.label()))
                        .append(',')
                        .append(point.epoch())
                        .append(',')
                        .append(Digits.exact(point.trainLoss()).toPlainString())
                        .append(',')
                        .append(Digits.exact(point.validationLoss()).toPlainString())
                        .append(',')
                        .append(Digits.exact(point.validationAuroc()).toPlainString())
                        .append(',')
                        .append(point.epoch() == curve.bestEpoch())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
