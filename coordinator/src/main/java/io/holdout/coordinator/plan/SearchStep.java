package io.holdout.coordinator.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a search: all steps in their order make a plan grow to what it was.
 *
 * @param search index in {@link Searches}
 * @param candidate number, from 0; of an end the chosen one's, -1 if none was
 * @param values of a candidate that starts, as text; empty for the others
 * @param until epochs at the mark; 0 of an end
 * @param score on source validation of a candidate that was judged; 0 for the others
 */
public record SearchStep(
        What what, int search, int candidate, SortedMap<String, String> values, int until, double score) {
    /** Kinds of steps. */
    public enum What {
        /** A candidate trains until a mark. */
        STARTED,
        /** A candidate has a score at its mark. */
        JUDGED,
        /** What its score depends on was given up. */
        FAILED,
        /** Nothing is left to try. */
        ENDED,
        /** A candidate that failed is tried again, as the user asked for. */
        RETRIED,
        /** An extension lets a search that had ended try more. */
        REOPENED
    }

    /** The same of the search at this place. */
    SearchStep in(int place) {
        return new SearchStep(what, place, candidate, values, until, score);
    }

    public SearchStep {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
