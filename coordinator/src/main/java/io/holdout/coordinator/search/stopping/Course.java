package io.holdout.coordinator.search.stopping;

import java.util.List;
import java.util.Map;

/**
 * What a search knows of its candidates.
 *
 * @param reports in the order in which the journal holds them
 * @param goals how far each candidate was told to train, by its number
 */
public record Course(List<Report> reports, Map<Integer, Integer> goals) {
    public Course {
        reports = List.copyOf(reports);
        goals = Map.copyOf(goals);
    }

    /** Whether it stands at this mark, and was not told to train on. */
    boolean restsAt(int candidate, int epochs) {
        return goals.getOrDefault(candidate, 0) == epochs;
    }
}
