package io.holdout.coordinator.report;

import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.Locale;

/** What a table shows; all of them are recorded for every episode. */
public enum Metric {
    /** In [0,1]; macro over classes or labels. */
    AUROC("AUROC", true),
    /** In [0,1]; micro. */
    ACCURACY("accuracy", true),
    /** Mean of the query set; smaller is better. */
    LOSS("loss", false);

    private static final int LOSS_DIGITS = 3;

    private final String title;
    private final boolean largerIsBetter;

    Metric(String title, boolean largerIsBetter) {
        this.title = title;
        this.largerIsBetter = largerIsBetter;
    }

    /** The name in files and on the command line: {@code auroc}, {@code accuracy}, {@code loss}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    /** With its unit, such as {@code AUROC in %}. */
    public String heading() {
        return this == LOSS ? title : title + " in %";
    }

    public boolean largerIsBetter() {
        return largerIsBetter;
    }

    double of(EpisodePoint point) {
        return switch (this) {
            case AUROC -> point.auroc();
            case ACCURACY -> point.accuracy();
            case LOSS -> point.loss();
        };
    }

    double of(TrialResult.Supervised result) {
        return switch (this) {
            case AUROC -> result.testAuroc();
            case ACCURACY -> result.testAccuracy();
            case LOSS -> result.testLoss();
        };
    }

    /** The number with its sign turned so that larger is better. */
    public double score(double value) {
        return largerIsBetter ? value : value == 0 ? 0 : -value;
    }

    /** As people read it: percent with one digit after the point, or a loss with three. */
    public String shown(double value) {
        return this == LOSS ? Digits.fixed(value, LOSS_DIGITS) : Digits.percent(value);
    }
}
