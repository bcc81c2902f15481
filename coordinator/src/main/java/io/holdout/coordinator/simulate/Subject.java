package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.Rules;
import io.holdout.coordinator.sweep.SweepSnapshot;
import io.holdout.coordinator.sweep.SweepState;

/**
 * What is put to the test: the real rules, and a shell that keeps its order of steps. Tests replace one thing at a time by
 * a known bug, to see that the checker notices.
 */
class Subject implements Rules {
    SweepSnapshot snapshot(SweepState state) {
        return state.toSnapshot();
    }

    SweepState restore(SweepSnapshot snapshot) {
        return SweepState.fromSnapshot(snapshot);
    }

    /** What recovery came to. */
    SweepState recovered(SweepState state) {
        return state;
    }

    boolean repliesBeforeItPersists() {
        return false;
    }

    /** Whether it asks if its epoch still holds after it has written and before it answers. */
    boolean asksBeforeItAnswers() {
        return true;
    }

    boolean goesOnAfterAFailedWrite() {
        return false;
    }

    boolean looksAtLeases() {
        return true;
    }

    boolean fencesCoordinators() {
        return true;
    }
}
