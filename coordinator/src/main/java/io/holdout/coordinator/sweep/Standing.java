package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Share;
import java.util.Set;

/**
 * What the front has to know of a sweep.
 *
 * @param wants whether any trial could start now or after a wait, so that it has use for a slot
 * @param repeats whether all that is left runs, so that a slot that nobody wants may run what is late once more
 * @param drained workers that get no work from it
 */
public record Standing(SweepPhase phase, Share share, boolean wants, boolean repeats, Set<String> drained) {
    static final Standing UNKNOWN = new Standing(SweepPhase.NOT_SUBMITTED, Share.USUAL, false, false, Set.of());

    public static Standing of(SweepState state) {
        var edits = state.edits();
        boolean wants = state.phase() == SweepPhase.RUNNING && state.backlog().hasReady();
        boolean repeats = state.phase() == SweepPhase.RUNNING
                && !wants
                && state.counts().running() > state.doubled().size();
        return new Standing(state.phase(), edits.share(), wants, repeats, edits.drained());
    }
}
