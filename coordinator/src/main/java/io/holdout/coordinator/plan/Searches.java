package io.holdout.coordinator.plan;

import io.holdout.coordinator.plan.SearchStep.What;
import io.holdout.coordinator.search.Study;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/** The searches of a plan, as far as they have come: a fold over their steps in the order of the journal. Immutable. */
public final class Searches {
    /** Whose score a trial's headline is. */
    private record Awaited(int search, int candidate, int until) {}

    private final PVector<SearchCourse> courses;
    private final TreePSet<Integer> open;
    private final PMap<Integer, PVector<Awaited>> awaited;
    private final PVector<SearchStep> steps;

    private Searches(
            PVector<SearchCourse> courses,
            TreePSet<Integer> open,
            PMap<Integer, PVector<Awaited>> awaited,
            PVector<SearchStep> steps) {
        this.courses = courses;
        this.open = open;
        this.awaited = awaited;
        this.steps = steps;
    }

    /** Searches of which none has begun. */
    static Searches of(List<PlannedSearch> planned) {
        return new Searches(
                TreePVector.from(planned.stream().map(SearchCourse::of).toList()),
                TreePSet.from(planned.stream().map(PlannedSearch::index).toList()),
                HashTreePMap.empty(),
                TreePVector.empty());
    }

    /** How many there are. */
    public int size() {
        return courses.size();
    }

    /** How many came to their end. */
    public int ended() {
        return courses.size() - open.size();
    }

    public PlannedSearch planned(int search) {
        return courses.get(search).planned();
    }

    /** How many candidates a search has suggested. */
    public int candidates(int search) {
        return courses.get(search).candidates().size();
    }

    /** The trial whose headline is the score of a candidate at its mark. */
    public int scoreTrial(int search, int candidate) {
        return courses.get(search).candidates().get(candidate).score();
    }

    /** All that happened, in order. */
    public List<SearchStep> steps() {
        return steps;
    }

    /** What the searches do next, none if all wait for results. The same until the next step. */
    public Optional<SearchMove> next() {
        for (int search : open) {
            Optional<SearchMove> move = courses.get(search).next();
            if (move.isPresent()) {
                return move;
            }
        }
        return Optional.empty();
    }

    /** Candidates of a search that were told to train less than the longest, and so stopped early: those with a score. */
    public List<SearchMove.Start> stopped(int search) {
        SearchCourse course = courses.get(search);
        return course.study().stopped().stream()
                .map(job -> new SearchMove.Start(search, job, false))
                .toList();
    }

    boolean isAwaited(int trial) {
        return awaited.containsKey(trial);
    }

    CandidateTrials trials(int search, int candidate) {
        return courses.get(search).candidates().get(candidate);
    }

    boolean knows(int search, int candidate) {
        return candidate < candidates(search);
    }

    Searches started(int search, Study.Job job, CandidateTrials trials) {
        var awaits = new Awaited(search, job.candidate(), job.until());
        return new Searches(
                courses.with(search, courses.get(search).started(job, trials)),
                open,
                awaiting(trials.score(), awaits),
                steps.plus(new SearchStep(What.STARTED, search, job.candidate(), trials.values(), job.until(), 0)));
    }

    private PMap<Integer, PVector<Awaited>> awaiting(int trial, Awaited awaits) {
        return awaited.plus(
                trial, awaited.getOrDefault(trial, TreePVector.empty()).plus(awaits));
    }

    /** A trial came to its end: whoever waits for it has a score, or will have none. */
    Searches judged(int trial, OptionalDouble score) {
        Searches next = this;
        for (Awaited each : awaited.getOrDefault(trial, TreePVector.empty())) {
            var step = new SearchStep(
                    score.isPresent() ? What.JUDGED : What.FAILED,
                    each.search,
                    each.candidate,
                    new TreeMap<>(),
                    each.until,
                    score.orElse(0));
            next = next.told(each.search, study -> study.ended(each.candidate, each.until, score), step);
        }
        return new Searches(next.courses, next.open, awaited.minus(trial), next.steps);
    }

    /** One of those that wait for a trial has a score, or will have none. */
    Searches judgedOne(SearchStep step, OptionalDouble score) {
        int trial = scoreTrial(step.search(), step.candidate());
        PVector<Awaited> rest = awaited.getOrDefault(trial, TreePVector.empty())
                .minus(new Awaited(step.search(), step.candidate(), step.until()));
        Searches next = told(step.search(), study -> study.ended(step.candidate(), step.until(), score), step);
        return new Searches(
                next.courses, next.open, rest.isEmpty() ? awaited.minus(trial) : awaited.plus(trial, rest), next.steps);
    }

    private Searches told(int search, UnaryOperator<Study> what, SearchStep step) {
        SearchCourse course = courses.get(search);
        return new Searches(
                courses.with(search, course.told(what.apply(course.study()))), open, awaited, steps.plus(step));
    }

    Searches ended(int search, int chosen) {
        return new Searches(
                courses.with(search, courses.get(search).ended(true)),
                open.minus(search),
                awaited,
                steps.plus(new SearchStep(What.ENDED, search, chosen, new TreeMap<>(), 0, 0)));
    }

    /** A candidate whose trials were given up is tried again; a search that ended for want of any goes on. */
    Searches retried(int search, int candidate) {
        SearchCourse course = courses.get(search);
        CandidateTrials trials = course.candidates().get(candidate);
        return new Searches(
                courses.with(
                        search, course.told(course.study().retried(candidate)).ended(false)),
                open.plus(search),
                awaiting(trials.score(), new Awaited(search, candidate, trials.until())),
                steps.plus(new SearchStep(What.RETRIED, search, candidate, new TreeMap<>(), trials.until(), 0)));
    }

    /** A search that had ended goes on, since it may try more. */
    Searches reopened(int search) {
        return new Searches(
                courses.with(search, courses.get(search).ended(false)),
                open.plus(search),
                awaited,
                steps.plus(new SearchStep(What.REOPENED, search, 0, new TreeMap<>(), 0, 0)));
    }

    /** Whether a search came to its end. */
    public boolean isOver(int search) {
        return courses.get(search).isOver();
    }

    /** Whether a search chose one of its candidates. */
    boolean hasChosen(int search) {
        SearchCourse course = courses.get(search);
        return course.isOver() && course.study().best().isPresent();
    }

    Study study(int search) {
        return courses.get(search).study();
    }

    /** All trials of a search's candidates at their present marks. */
    public Set<Integer> trialsOf(int search) {
        var all = new HashSet<Integer>();
        for (CandidateTrials each : courses.get(search).candidates()) {
            if (each.training() >= 0) {
                all.add(each.training());
            }
            all.add(each.score());
        }
        return all;
    }
}
