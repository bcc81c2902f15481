package io.holdout.protocol.trial;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a trial.
 *
 * @param sweep name of the sweep that ordered it
 * @param number 1-based; the fencing token: a report with an old number changes nothing
 */
public record AttemptId(@Tag(1) String sweep, @Tag(2) TrialId trial, @Tag(3) int number) implements WireValue {
    /** By hand: ids are looked up for every attempt in every beat, and what the compiler makes starts ten times as slow. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AttemptId that
                && number == that.number
                && trial.equals(that.trial)
                && sweep.equals(that.sweep);
    }

    @Override
    public int hashCode() {
        return 31 * trial.hashCode() + number;
    }

    @Override
    public String toString() {
        return sweep + "/" + trial.shortHex() + "#" + number;
    }
}
