package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Plan;
import java.util.function.IntFunction;

/** The comparison table of a sweep. */
public record Table(String sweep) {
    /**
     * The table of a plan.
     *
     * @param outcomes the outcome of the trial at an index of {@link Plan#trials()}
     */
    public static Table of(Plan plan, IntFunction<Outcome> outcomes) {
        return new Table(plan.name());
    }
}
