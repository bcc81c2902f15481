package io.holdout.coordinator.simulate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one seed came to.
 *
 * @param steps things that happened
 * @param virtualMillis how long it took in virtual time
 * @param faults how often each fault struck
 * @param recoveries how often a coordinator read the journal
 * @param broken the invariant that did not hold; null if all held
 * @param detail what broke it; empty if all held
 */
public record Verdict(
        long seed,
        long steps,
        long virtualMillis,
        Map<Fault, Long> faults,
        int recoveries,
        @Nullable Invariant broken,
        String detail) {
    public Verdict {
        faults = Map.copyOf(faults);
    }

    /** Whether all invariants held. */
    public boolean held() {
        return broken == null;
    }

    /** What broke and how to see it again; one paragraph. */
    public String text() {
        return broken == null
                ? "seed " + seed + " held"
                : "seed " + seed + " broke " + broken + " (" + broken.sentence() + "): " + detail
                        + "\n  holdout simulate --seed " + seed + " --trace";
    }
}
