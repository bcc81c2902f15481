package io.holdout.coordinator.search;

import java.util.Optional;

/** Suggests hyper-parameters; a pure function of the space, the seed and the history. */
public interface Sampler {
    /** The next suggestion, or none if there is nothing left to try. */
    Optional<Assignment> suggest(History history);
}
