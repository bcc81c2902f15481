package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a training: it goes on from where another piece stopped, and stops at a mark, so that a search may decide who
 * trains on. The pieces together give the bytes of a training that never stopped.
 *
 * @param epochs at which it stops, counted from the training's start; or earlier, where patience ends
 * @param from the piece before; null if it begins the training
 */
public record Rung(int epochs, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrialId from) {
    public Rung {
        if (epochs < 1) {
            throw new IllegalArgumentException("a piece of training of " + epochs + " epochs");
        }
    }
}
