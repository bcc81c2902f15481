package io.holdout.protocol.trial;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * One execution of a trial.
 *
 * @param sweep name of the sweep that ordered it
 * @param number 1-based; the fencing token: a report with an old number changes nothing
 */
public record AttemptId(@Tag(1) String sweep, @Tag(2) TrialId trial, @Tag(3) int number) implements WireValue {
    @Override
    public String toString() {
        return sweep + "/" + trial.shortHex() + "#" + number;
    }
}
