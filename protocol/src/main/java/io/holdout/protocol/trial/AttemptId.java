package io.holdout.protocol.trial;

/**
 * One execution of a trial.
 *
 * @param sweep name of the sweep that ordered it
 * @param number 1-based; the fencing token: a report with an old number changes nothing
 */
public record AttemptId(String sweep, TrialId trial, int number) {
    @Override
    public String toString() {
        return sweep + "/" + trial.shortHex() + "#" + number;
    }
}
