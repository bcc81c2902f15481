package io.holdout.coordinator.search;

import io.holdout.coordinator.search.History.Ended;
import io.holdout.coordinator.search.stopping.Climb;
import io.holdout.coordinator.search.stopping.Course;
import io.holdout.coordinator.search.stopping.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * One search as far as it has come: a fold over what was started and what came of it, in the order in which the journal
 * holds it. Immutable; what it says next depends on nothing else.
 */
public final class Study {
    private final Search search;
    private final Sampler sampler;
    private final List<Candidate> candidates;
    private final List<Report> reports;

    /** @param goal epochs that it was told to train for */
    private record Candidate(Assignment assignment, int goal, boolean open) {}

    /**
     * A piece of training that should start.
     *
     * @param candidate its number, from 0
     * @param values of its active parameters, as text
     * @param until epochs from its start on
     */
    public record Job(int candidate, SortedMap<String, String> values, int until) {}

    private Study(Search search, Sampler sampler, List<Candidate> candidates, List<Report> reports) {
        this.search = search;
        this.sampler = sampler;
        this.candidates = List.copyOf(candidates);
        this.reports = List.copyOf(reports);
    }

    /** A search that has not begun. */
    public static Study of(Search search, long seed) {
        return new Study(search, search.sampler(seed), List.of(), List.of());
    }

    /** A candidate, known or the next new one, trains until a mark. */
    public Study started(Job job) {
        var more = new ArrayList<>(candidates);
        if (job.candidate() == more.size()) {
            more.add(new Candidate(search.space().read(job.values()), job.until(), true));
        } else {
            more.set(job.candidate(), new Candidate(more.get(job.candidate()).assignment, job.until(), true));
        }
        return new Study(search, sampler, more, reports);
    }

    /**
     * A piece of training came to its end. Only the first score at a mark counts, as it was acted on.
     *
     * @param score none if it was given up
     */
    public Study ended(int candidate, int until, OptionalDouble score) {
        Candidate known = candidates.get(candidate);
        boolean isReported =
                reports.stream().anyMatch(report -> report.candidate() == candidate && report.epochs() >= until);
        if (known.goal != until || isReported) {
            return this;
        }
        var more = new ArrayList<>(candidates);
        more.set(candidate, new Candidate(known.assignment, until, false));
        var all = new ArrayList<>(reports);
        score.ifPresent(value -> all.add(new Report(candidate, until, value)));
        return new Study(search, sampler, more, all);
    }

    /** A candidate that was given up is under way again. */
    public Study retried(int candidate) {
        var more = new ArrayList<>(candidates);
        Candidate known = candidates.get(candidate);
        more.set(candidate, new Candidate(known.assignment, known.goal, true));
        return new Study(search, sampler, more, reports);
    }

    /** Epochs that a candidate was told to train for. */
    public int goal(int candidate) {
        return candidates.get(candidate).goal;
    }

    /** Numbers of the candidates that are not under way and have no score at their mark. */
    public List<Integer> failed() {
        var failed = new ArrayList<Integer>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (!candidate.open && !hasScore(i, candidate.goal)) {
                failed.add(i);
            }
        }
        return failed;
    }

    /** Those that have a score at their mark and were not told to train on, though others trained longer. */
    public List<Job> stopped() {
        int longest = candidates.stream().mapToInt(Candidate::goal).max().orElse(0);
        var stopped = new ArrayList<Job>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (!candidate.open && candidate.goal < longest && hasScore(i, candidate.goal)) {
                stopped.add(new Job(i, search.space().write(candidate.assignment), candidate.goal));
            }
        }
        return stopped;
    }

    /** The candidates among which the best is chosen: those with a score after the longest training, in their order. */
    public List<Report> finalists() {
        int longest = best().map(Report::epochs).orElse(0);
        return reports.stream()
                .filter(report -> report.epochs() == longest)
                .sorted(Comparator.comparingInt(Report::candidate))
                .toList();
    }

    private boolean hasScore(int candidate, int until) {
        return reports.stream().anyMatch(report -> report.candidate() == candidate && report.epochs() == until);
    }

    /** What should start now; none if enough is under way, or nothing is left to try. */
    public Optional<Job> next() {
        if (open() >= search.parallel()) {
            return Optional.empty();
        }
        Optional<Job> climb = search.stopping().next(course()).map(this::job);
        if (climb.isPresent() || candidates.size() >= search.candidates()) {
            return climb;
        }
        int number = candidates.size();
        return sampler.suggest(history())
                .map(found -> new Job(
                        number, search.space().write(found), search.stopping().first(number)));
    }

    private Job job(Climb climb) {
        Assignment assignment = candidates.get(climb.candidate()).assignment;
        return new Job(climb.candidate(), search.space().write(assignment), climb.until());
    }

    private int open() {
        return (int) candidates.stream().filter(Candidate::open).count();
    }

    /** Whether nothing is under way and nothing more will start. */
    public boolean isOver() {
        return open() == 0 && next().isEmpty();
    }

    /** The best of the candidates that trained longest; none if none has a score. Of equal ones the first to report. */
    public Optional<Report> best() {
        Report best = null;
        for (Report report : reports) {
            if (best == null
                    || report.epochs() > best.epochs()
                    || report.epochs() == best.epochs() && report.value() > best.value()) {
                best = report;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many candidates were suggested. */
    public int size() {
        return candidates.size();
    }

    private Course course() {
        var goals = new HashMap<Integer, Integer>();
        for (int i = 0; i < candidates.size(); i++) {
            goals.put(i, candidates.get(i).goal);
        }
        return new Course(reports, goals);
    }

    /** A candidate that trains on is known by its last report, not taken for a bad one as those without any. */
    private History history() {
        var last = new LinkedHashMap<Integer, Report>();
        for (Report report : reports) {
            last.remove(report.candidate());
            last.put(report.candidate(), report);
        }
        var ended = new ArrayList<Ended>();
        last.values()
                .forEach(report -> ended.add(new Ended(
                        candidates.get(report.candidate()).assignment,
                        report.epochs(),
                        OptionalDouble.of(report.value()))));
        var running = new ArrayList<Assignment>();
        for (int i = 0; i < candidates.size(); i++) {
            if (!last.containsKey(i)) {
                Candidate candidate = candidates.get(i);
                if (candidate.open) {
                    running.add(candidate.assignment);
                } else {
                    ended.add(new Ended(candidate.assignment, 0, OptionalDouble.empty()));
                }
            }
        }
        return new History(ended, running);
    }
}
