package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.AttemptLogged;
import java.util.List;

/** Hears what happens to sweeps; returns at once, never fails, and decides nothing. Called from any thread. */
public interface SweepListener {
    /** Hears nothing. */
    SweepListener NONE = new SweepListener() {};

    /**
     * Events are in the journal, and the coordinator's epoch may still turn out to be over.
     *
     * @param writeNanos what writing them took
     */
    default void written(String sweep, List<SweepEvent> events, long writeNanos) {}

    /**
     * Answers to a batch of requests went out.
     *
     * @param orders attempts among them that workers shall run
     * @param nanos since the sweep was handed the batch
     */
    default void answered(String sweep, int orders, long nanos) {}

    /** A sweep was read from the journal. */
    default void recovered(String sweep) {}

    /** An attempt has ended, and this is what it said. */
    default void logged(AttemptLogged log) {}

    /** Tells this one first, then another. */
    default SweepListener and(SweepListener other) {
        SweepListener first = this;
        return new SweepListener() {
            @Override
            public void written(String sweep, List<SweepEvent> events, long writeNanos) {
                first.written(sweep, events, writeNanos);
                other.written(sweep, events, writeNanos);
            }

            @Override
            public void answered(String sweep, int orders, long nanos) {
                first.answered(sweep, orders, nanos);
                other.answered(sweep, orders, nanos);
            }

            @Override
            public void recovered(String sweep) {
                first.recovered(sweep);
                other.recovered(sweep);
            }

            @Override
            public void logged(AttemptLogged log) {
                first.logged(log);
                other.logged(log);
            }
        };
    }
}
