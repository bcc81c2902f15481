package io.holdout.coordinator.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the hyper-parameters of a cell come from, when a search chooses them.
 *
 * @param search index in {@link Searches}
 * @param candidate number of the chosen one, from 0; -1 while the search goes on, and if none of its candidates has a score
 * @param over whether the search came to its end
 * @param values chosen, as text by parameter; empty before
 * @param score of the chosen one on source validation, an AUROC in [0,1]; 0 before
 * @param epochs that the chosen one trained at most; 0 before, and where nothing trains
 * @param tried how many candidates there were
 */
public record Selection(
        int search,
        int candidate,
        boolean over,
        SortedMap<String, String> values,
        double score,
        int epochs,
        int tried) {
    public Selection {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static Selection of(int search) {
        return new Selection(search, -1, false, new TreeMap<>(), 0, 0, 0);
    }

    /** Whether something was chosen. */
    public boolean isMade() {
        return candidate >= 0;
    }
}
