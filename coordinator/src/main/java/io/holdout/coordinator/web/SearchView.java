package io.holdout.coordinator.web;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedSearch;
import io.holdout.coordinator.plan.SearchStep;
import io.holdout.coordinator.search.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One search as the page shows it.
 *
 * @param chosen the candidate that its cells use; null while it goes on, and if none has a score
 * @param importance by parameter, see {@link Importance}; empty while there are too few scores
 */
record SearchView(
        int search,
        String label,
        List<String> parameters,
        boolean over,
        @Nullable Integer chosen,
        List<Candidate> candidates,
        SortedMap<String, Double> importance) {

    /**
     * @param until epochs that it is to train
     * @param score the last one, an AUROC in [0,1]; null before the first
     */
    record Candidate(
            int candidate, SortedMap<String, String> values, int until, @Nullable Double score, boolean failed) {}

    static List<SearchView> of(Plan plan) {
        List<Map<Integer, Candidate>> candidates = new ArrayList<>();
        Map<Integer, Integer> chosen = new HashMap<>();
        for (int i = 0; i < plan.searches().size(); i++) {
            candidates.add(new TreeMap<>());
        }
        for (SearchStep step : plan.searches().steps()) {
            if (step.what() == SearchStep.What.ENDED) {
                chosen.put(step.search(), step.candidate());
            } else if (step.what() == SearchStep.What.REOPENED) {
                chosen.remove(step.search());
            } else {
                candidates
                        .get(step.search())
                        .merge(step.candidate(), first(step), (before, ignored) -> after(before, step));
            }
        }
        var views = new ArrayList<SearchView>();
        for (int i = 0; i < plan.searches().size(); i++) {
            views.add(of(
                    plan.searches().planned(i),
                    chosen.get(i),
                    List.copyOf(candidates.get(i).values())));
        }
        return views;
    }

    private static SearchView of(PlannedSearch planned, @Nullable Integer end, List<Candidate> candidates) {
        List<String> parameters = planned.search().space().parameters().stream()
                .map(Parameter::name)
                .toList();
        Integer chosen = end != null && end >= 0 ? end : null;
        return new SearchView(
                planned.index(),
                planned.label(),
                parameters,
                end != null,
                chosen,
                candidates,
                Importance.of(parameters, candidates));
    }

    private static Candidate first(SearchStep step) {
        return new Candidate(step.candidate(), step.values(), step.until(), null, false);
    }

    private static Candidate after(Candidate before, SearchStep step) {
        return switch (step.what()) {
            case STARTED, RETRIED ->
                new Candidate(
                        before.candidate(),
                        before.values(),
                        Math.max(before.until(), step.until()),
                        before.score(),
                        false);
            case JUDGED -> new Candidate(before.candidate(), before.values(), before.until(), step.score(), false);
            case FAILED -> new Candidate(before.candidate(), before.values(), before.until(), before.score(), true);
            case ENDED, REOPENED -> before;
        };
    }
}
