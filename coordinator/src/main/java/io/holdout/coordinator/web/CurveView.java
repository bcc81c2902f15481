package io.holdout.coordinator.web;

import io.holdout.coordinator.report.Curve;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.List;

/** A learning curve as the page draws it; values that are no number are {@code "NaN"}. */
public record CurveView(String trial, String label, int bestEpoch, List<EpochPoint> points) {
    static CurveView of(Curve curve) {
        return new CurveView(curve.trial().hex(), curve.label(), curve.bestEpoch(), curve.points());
    }

    public Curve curve() {
        return new Curve(new TrialId(trial), label, bestEpoch, points);
    }
}
