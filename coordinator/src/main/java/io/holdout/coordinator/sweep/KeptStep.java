package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.SearchStep;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.List;

/** A {@link SearchStep} as snapshots keep it. */
public record KeptStep(
        @Tag(1) SearchStep.What what,
        @Tag(2) int search,
        @Tag(3) int candidate,
        @Tag(4) List<Named> values,
        @Tag(5) int until,
        @Tag(6) double score)
        implements WireValue {
    static KeptStep of(SearchStep step) {
        return new KeptStep(
                step.what(), step.search(), step.candidate(), Named.listOf(step.values()), step.until(), step.score());
    }

    SearchStep step() {
        return new SearchStep(what, search, candidate, Named.mapOf(values), until, score);
    }
}
