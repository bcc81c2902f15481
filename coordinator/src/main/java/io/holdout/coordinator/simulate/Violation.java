package io.holdout.coordinator.simulate;

import java.util.function.Supplier;

/** An invariant is broken; ends the run. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String detail) {
        super(detail);
        this.invariant = invariant;
    }

    Violation(Invariant invariant, String detail, Throwable cause) {
        super(detail, cause);
        this.invariant = invariant;
    }

    static void unless(boolean holds, Invariant invariant, Supplier<String> detail) {
        if (!holds) {
            throw new Violation(invariant, detail.get());
        }
    }

    Invariant invariant() {
        return invariant;
    }
}
