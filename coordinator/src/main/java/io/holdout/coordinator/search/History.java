package io.holdout.coordinator.search;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a sampler knows when it is asked for another suggestion.
 *
 * @param recorded suggestions with a score or without hope of one, in the order in which the journal holds their ends
 * @param running suggestions without an end, in the order in which they were made
 */
public record History(List<Ended> recorded, List<Assignment> running) {
    /** Before the first suggestion. */
    public static final History EMPTY = new History(List.of(), List.of());

    public History {
        recorded = List.copyOf(recorded);
        running = List.copyOf(running);
    }

    /**
     * A suggestion that has a score, or will have none.
     *
     * @param epochs of training that the score is of: a longer training counts as better than a shorter
     * @param score higher is better; none if it was given up, and then it still counts as a suggestion
     */
    public record Ended(Assignment assignment, int epochs, OptionalDouble score) {
        public Ended {
            if (score.isPresent() && !Double.isFinite(score.getAsDouble())) {
                throw new IllegalArgumentException("score is " + score.getAsDouble() + ", must be finite");
            }
        }
    }

    /** The number of suggestions made so far, which is the index of the next. */
    int suggested() {
        return recorded.size() + running.size();
    }
}
