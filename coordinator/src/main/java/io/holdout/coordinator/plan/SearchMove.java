package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.search.stopping.Report;
import java.util.Optional;

/** What a search does next, to be recorded before anything comes of it. */
public sealed interface SearchMove {
    /** Index in {@link Searches}. */
    int search();

    /**
     * A candidate trains until a mark.
     *
     * @param isNew whether it is a suggestion; else it is promoted
     */
    record Start(int search, Study.Job job, boolean isNew) implements SearchMove {}

    /** The search is over. */
    record End(int search, Optional<Report> best) implements SearchMove {}
}
