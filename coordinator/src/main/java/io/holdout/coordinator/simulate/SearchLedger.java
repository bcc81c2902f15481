package io.holdout.coordinator.simulate;

import static io.holdout.coordinator.simulate.Invariant.SEARCH_DETERMINED;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedSearch;
import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.search.stopping.Report;
import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.SweepEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * The checker's own books of the searches: what each suggests, promotes and chooses must follow from its seed and the results
 * in the order in which the journal holds them, however many coordinators there were.
 */
final class SearchLedger {
    /** A candidate at its mark, and the trial that its score is the headline of. */
    private record Candidate(int number, int until, int trial) {}

    private final Map<Integer, Study> studies = new HashMap<>();
    private final Map<Integer, List<Candidate>> waiting = new HashMap<>();
    private final Map<Integer, OptionalDouble> ended = new HashMap<>();

    private Study study(Plan plan, int search) {
        PlannedSearch planned = plan.searches().planned(search);
        return studies.computeIfAbsent(search, index -> Study.of(planned.search(), planned.seed()));
    }

    /** @param plan that has grown by this */
    void suggested(SweepEvent.CandidateSuggested event, Plan plan) {
        started(event.search(), event.candidate(), event.until(), plan);
        Study.Job expected = expected(event.search(), plan, event.candidate(), event.until());
        Violation.unless(
                expected.values().equals(Named.mapOf(event.values())),
                SEARCH_DETERMINED,
                () -> "search %d suggests %s instead of %s".formatted(event.search(), event.values(), expected));
        begin(event.search(), expected, plan);
    }

    void promoted(SweepEvent.CandidatePromoted event, Plan plan) {
        started(event.search(), event.candidate(), event.until(), plan);
        begin(event.search(), expected(event.search(), plan, event.candidate(), event.until()), plan);
    }

    private void started(int search, int candidate, int until, Plan plan) {
        int trial = plan.searches().scoreTrial(search, candidate);
        waiting.computeIfAbsent(search, each -> new ArrayList<>()).add(new Candidate(candidate, until, trial));
    }

    private Study.Job expected(int search, Plan plan, int candidate, int until) {
        Optional<Study.Job> expected = study(plan, search).next();
        Violation.unless(
                expected.filter(job -> job.candidate() == candidate && job.until() == until)
                        .isPresent(),
                SEARCH_DETERMINED,
                () -> "search %d lets candidate %d train until %d instead of %s"
                        .formatted(search, candidate, until, expected));
        return expected.orElseThrow();
    }

    private void begin(int search, Study.Job job, Plan plan) {
        studies.put(search, study(plan, search).started(job));
        int trial = plan.searches().scoreTrial(search, job.candidate());
        OptionalDouble known = ended.get(trial);
        if (known != null) {
            ended(trial, known, plan);
        }
    }

    /** A trial came to its end; it may be nobody's candidate. */
    void ended(int trial, OptionalDouble score, Plan plan) {
        ended.put(trial, score);
        waiting.forEach((search, candidates) -> candidates.removeIf(each -> {
            if (each.trial() == trial) {
                studies.put(search, study(plan, search).ended(each.number(), each.until(), score));
            }
            return each.trial() == trial;
        }));
    }

    /** A result was lost; it counts as it was recorded. */
    void reopened(int trial) {
        ended.remove(trial);
    }

    /** @param plan from before */
    void chosen(SweepEvent.SearchEnded event, Plan plan) {
        Study study = study(plan, event.search());
        int best = study.best().map(Report::candidate).orElse(SweepEvent.SearchEnded.NONE);
        Violation.unless(
                study.isOver() && best == event.chosen(),
                SEARCH_DETERMINED,
                () -> "search %d ends with %d instead of %d".formatted(event.search(), event.chosen(), best));
    }

    /** The user tries again what was given up: candidates without a score, of searches that chose none. */
    void retried(Plan plan, IntPredicate isGivenUp) {
        ended.keySet().removeIf(isGivenUp::test);
        for (int search = 0; search < plan.searches().size(); search++) {
            Study study = study(plan, search);
            if (!(study.isOver() && study.best().isPresent())) {
                for (int candidate : study.failed()) {
                    int trial = plan.searches().scoreTrial(search, candidate);
                    if (!isGivenUp.test(trial)) {
                        continue;
                    }
                    studies.put(search, study(plan, search).retried(candidate));
                    waiting.computeIfAbsent(search, each -> new ArrayList<>())
                            .add(new Candidate(candidate, study.goal(candidate), trial));
                }
            }
        }
    }
}
