package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.SearchMove;
import io.holdout.coordinator.plan.Searches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the searches of a sweep do next, as events: recorded before any of it is dispatched, so that a coordinator that takes
 * over goes on with the same candidates. Pure; a part of {@link Decider}.
 */
final class Searching {
    private Searching() {}

    /** The events of the next move; none while all searches wait for results. */
    static List<SweepEvent> next(SweepState state, long now) {
        Searches searches = state.plan().searches();
        Optional<SearchMove> move = searches.next();
        if (move.isEmpty()) {
            return List.of();
        }
        if (move.get() instanceof SearchMove.Start start) {
            return List.of(started(start, now));
        }
        return ended((SearchMove.End) move.get(), searches, now);
    }

    private static SweepEvent started(SearchMove.Start start, long now) {
        var job = start.job();
        return start.isNew()
                ? new SweepEvent.CandidateSuggested(
                        start.search(), job.candidate(), Named.listOf(job.values()), job.until(), now)
                : new SweepEvent.CandidatePromoted(start.search(), job.candidate(), job.until(), now);
    }

    private static List<SweepEvent> ended(SearchMove.End end, Searches searches, long now) {
        var events = new ArrayList<SweepEvent>();
        searches.stopped(end.search())
                .forEach(each -> events.add(new SweepEvent.CandidateStopped(
                        end.search(), each.job().candidate(), each.job().until(), now)));
        events.add(end.best()
                .map(best ->
                        new SweepEvent.SearchEnded(end.search(), best.candidate(), best.epochs(), best.value(), now))
                .orElseGet(() -> new SweepEvent.SearchEnded(end.search(), SweepEvent.SearchEnded.NONE, 0, 0, now)));
        return events;
    }
}
