package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** {@code holdout simulate --large} does the same with a million trials. */
class LargeSweepTest {
    @Test
    void plans_forty_thousand_trials_in_seconds_and_decides_in_less_than_a_millisecond() {
        LargeSweep.Measured measured = LargeSweep.measure(2);

        assertTrue(measured.trials() > 40_000, measured.text());
        assertTrue(measured.ready() > 20_000, measured.text());
        assertTrue(measured.planSeconds() < 30, measured.text());
        assertTrue(measured.medianMicros() < 1_000, measured.text());
    }
}
