package io.holdout.coordinator.search.stopping;

import java.util.List;

/**
 * What follows from a report.
 *
 * @param action for the trial that reported
 * @param promoted paused trials that go on because of it, best first
 */
public record Verdict(Action action, List<Integer> promoted) {
    public Verdict {
        promoted = List.copyOf(promoted);
    }

    /** What a trial does after its report. */
    public enum Action {
        CONTINUE,
        /** It ends, and keeps its best checkpoint. */
        STOP,
        /** It gives its slot away, and goes on from its checkpoint if it is promoted. */
        PAUSE
    }

    static Verdict of(Action action) {
        return new Verdict(action, List.of());
    }
}
