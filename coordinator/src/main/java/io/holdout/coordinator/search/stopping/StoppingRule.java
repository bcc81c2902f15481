package io.holdout.coordinator.search.stopping;

import java.util.Optional;

/**
 * Decides which candidates train on and which stay where they are; a pure function of what was recorded. Training comes in
 * pieces: a candidate trains to a first mark, and further only if a rule says so.
 */
public interface StoppingRule {
    /**
     * How far a new candidate trains at first.
     *
     * @param candidate its number, from 0
     */
    int first(int candidate);

    /** Who trains on now that there is room for one more; none if nobody should. */
    Optional<Climb> next(Course course);
}
