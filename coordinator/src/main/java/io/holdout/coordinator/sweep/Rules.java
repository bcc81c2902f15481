package io.holdout.coordinator.sweep;

/** What a sweep decides, and what its events make of it. One pair is real; the simulator's tests put broken ones in. */
public interface Rules {
    /** {@link Decider} and {@link Evolver}. */
    Rules REAL = new Rules() {};

    /** @param now wall-clock milliseconds since 1970 */
    default Decision decide(SweepState state, SweepCommand command, long now) {
        return Decider.decide(state, command, now);
    }

    default SweepState evolve(SweepState state, SweepEvent event) {
        return Evolver.evolve(state, event);
    }
}
