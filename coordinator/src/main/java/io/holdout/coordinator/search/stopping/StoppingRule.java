package io.holdout.coordinator.search.stopping;

import java.util.List;

/** Decides which trials go on; a pure function of the reports in their recorded order. */
public interface StoppingRule {
    /**
     * The verdict on the last of the reports.
     *
     * @param recorded at least one report, in the order in which the journal holds them
     */
    Verdict verdict(List<Report> recorded);
}
