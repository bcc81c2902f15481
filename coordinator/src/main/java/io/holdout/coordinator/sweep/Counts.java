package io.holdout.coordinator.sweep;

/** How many trials are in each status. */
public record Counts(int waiting, int ready, int running, int succeeded, int givenUp) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts plus(TrialStatus status, int change) {
        return switch (status) {
            case WAITING -> new Counts(waiting + change, ready, running, succeeded, givenUp);
            case READY -> new Counts(waiting, ready + change, running, succeeded, givenUp);
            case RUNNING -> new Counts(waiting, ready, running + change, succeeded, givenUp);
            case SUCCEEDED -> new Counts(waiting, ready, running, succeeded + change, givenUp);
            case GIVEN_UP -> new Counts(waiting, ready, running, succeeded, givenUp + change);
        };
    }

    public int total() {
        return waiting + ready + running + succeeded + givenUp;
    }

    /** Trials that neither succeeded nor were given up. */
    int unended() {
        return waiting + ready + running;
    }

    /** Whether every trial succeeded or was given up. */
    public boolean allEnded() {
        return unended() == 0;
    }
}
