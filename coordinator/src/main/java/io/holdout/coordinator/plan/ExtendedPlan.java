package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Search;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.OptionalInt;

/**
 * A larger plan, as far as what has happened in a smaller one takes it: its searches take the same steps again, and one that
 * had ended goes on if it may now try more. What was suggested stays what it was, so with one candidate at a time a search
 * that is extended is the search that it would have been.
 */
public final class ExtendedPlan {
    private ExtendedPlan() {}

    /** The searches of a plan that a larger one lacks or has otherwise; the first of them, empty if there is none. */
    public static OptionalInt missing(Plan before, Plan larger) {
        for (int search = 0; search < before.searches().size(); search++) {
            if (place(before.searches().planned(search), larger).isEmpty()) {
                return OptionalInt.of(search);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * @param larger as it was planned
     * @throws IllegalStateException if it lacks a search
     */
    public static Plan of(Plan before, Plan larger) {
        Plan next = larger;
        for (SearchStep step : before.searches().steps()) {
            int place = place(before.searches().planned(step.search()), larger)
                    .orElseThrow(() -> new IllegalStateException("the larger plan lacks a search"));
            next = next.after(step.in(place));
        }
        for (int search = 0; search < before.searches().size(); search++) {
            PlannedSearch old = before.searches().planned(search);
            int place = place(old, larger).orElseThrow();
            boolean hasMore = larger.searches().planned(place).search().most()
                    > old.search().most();
            if (hasMore && next.searches().isOver(place)) {
                next = next.reopened(place);
            }
        }
        return next;
    }

    private static OptionalInt place(PlannedSearch old, Plan larger) {
        for (int search = 0; search < larger.searches().size(); search++) {
            if (isLarger(larger.searches().planned(search), old)) {
                return OptionalInt.of(search);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isLarger(PlannedSearch now, PlannedSearch old) {
        Search search = now.search();
        boolean sameTarget =
                old.choice().strategy() != Strategy.SUPERVISED || now.target().equals(old.target());
        return sameTarget
                && now.choice().equals(old.choice())
                && now.seed() == old.seed()
                && now.sources().equals(old.sources())
                && now.settings().validationEpisodes() == old.settings().validationEpisodes()
                && now.settings().validationQueries() == old.settings().validationQueries()
                && now.settings().oracle() == old.settings().oracle()
                && search.candidates() >= old.search().candidates()
                && CanonicalJson.write(search.trying(old.search().candidates()))
                        .equals(CanonicalJson.write(old.search()));
    }
}
