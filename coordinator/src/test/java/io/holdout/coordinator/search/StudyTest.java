package io.holdout.coordinator.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.search.Search.Algorithm;
import io.holdout.coordinator.search.Study.Job;
import io.holdout.coordinator.search.stopping.Asha;
import io.holdout.coordinator.search.stopping.NoStopping;
import io.holdout.coordinator.search.stopping.Report;
import io.holdout.coordinator.search.stopping.StoppingRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StudyTest {
    private static final int CANDIDATES = 25;

    private static Study study(StoppingRule rule, int parallel) {
        return Study.of(new Search(Algorithm.TPE, CANDIDATES, parallel, false, 3, Searches.MIXED, rule), 7);
    }

    /** Starts all that the study wants to start. */
    private static Study fill(Study from, List<Job> started) {
        Study study = from;
        for (Optional<Job> job = study.next(); job.isPresent(); job = study.next()) {
            started.add(job.get());
            study = study.started(job.get());
        }
        return study;
    }

    private static OptionalDouble score(Job job, SplittableRandom random) {
        return random.nextInt(8) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        -Math.abs(Math.log10(Double.parseDouble(job.values().get("lr"))) + 3));
    }

    /** What a study started, and what came of it, as the journal would hold it. */
    private static List<Object> journal(Study from, long seed) {
        var random = new SplittableRandom(seed);
        var journal = new ArrayList<>();
        var running = new ArrayList<Job>();
        Study study = from;
        do {
            var started = new ArrayList<Job>();
            study = fill(study, started);
            journal.addAll(started);
            running.addAll(started);
            Job done = running.remove(random.nextInt(running.size()));
            OptionalDouble score = score(done, random);
            journal.add(new Object[] {done, score});
            study = study.ended(done.candidate(), done.until(), score);
        } while (!study.isOver());
        return journal;
    }

    private static Study apply(Study study, Object entry) {
        if (entry instanceof Job job) {
            return study.started(job);
        }
        var end = (Object[]) entry;
        var job = (Job) end[0];
        return study.ended(job.candidate(), job.until(), (OptionalDouble) end[1]);
    }

    @Property(tries = 10)
    void after_a_crash_at_any_place_the_same_jobs_follow(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int parallel) {
        for (StoppingRule rule : List.of(new NoStopping(9), new Asha(1, 9, 3))) {
            List<Object> journal = journal(study(rule, parallel), seed);
            Study recovered = study(rule, parallel);
            for (Object entry : journal) {
                if (entry instanceof Job job) {
                    assertEquals(Optional.of(job), recovered.next());
                }
                recovered = apply(recovered, entry);
            }
            assertTrue(recovered.isOver());
            assertEquals(CANDIDATES, recovered.size());
        }
    }

    @Test
    void no_more_run_at_once_than_allowed_and_they_differ() {
        var started = new ArrayList<Job>();
        Study study = fill(study(new NoStopping(9), 4), started);
        assertEquals(4, new HashSet<>(started.stream().map(Job::values).toList()).size());
        assertFalse(study.isOver());
        study = study.ended(2, 9, OptionalDouble.of(0.5));
        assertEquals(4, study.next().orElseThrow().candidate());
    }

    @Test
    void a_second_score_at_a_mark_changes_nothing_for_the_first_was_acted_on() {
        Study study = fill(study(new NoStopping(9), 1), new ArrayList<>()).ended(0, 9, OptionalDouble.of(0.5));
        Study again = study.ended(0, 9, OptionalDouble.of(0.9));
        assertEquals(Optional.of(new Report(0, 9, 0.5)), again.best());
    }

    @Test
    void what_was_given_up_has_no_score_until_it_is_tried_again() {
        Study study = fill(study(new NoStopping(9), 1), new ArrayList<>()).ended(0, 9, OptionalDouble.empty());
        assertEquals(Optional.empty(), study.best());
        assertEquals(1, study.next().orElseThrow().candidate());
        assertEquals(
                Optional.of(new Report(0, 9, 0.4)),
                study.ended(0, 9, OptionalDouble.of(0.4)).best());
    }

    @Test
    void whoever_trained_longer_is_chosen_before_whoever_scored_higher_early() {
        Study study = study(new Asha(1, 3, 2), 1);
        for (int candidate = 0; candidate < 2; candidate++) {
            study = fill(study, new ArrayList<>()).ended(candidate, 1, OptionalDouble.of(0.5 + 0.1 * candidate));
        }
        Job climb = study.next().orElseThrow();
        assertEquals(List.of(1, 2), List.of(climb.candidate(), climb.until()));
        study = study.started(climb).ended(1, 2, OptionalDouble.of(0.55));
        assertEquals(Optional.of(new Report(1, 2, 0.55)), study.best());
    }

    @Test
    void a_grid_ends_with_its_last_combination() {
        var space = new SearchSpace(List.of(
                Parameter.of("opt", new Choice(List.of("adam", "sgd"))),
                Parameter.when("opt", "sgd", "momentum", new Real(0, 0.9, false))));
        Study study = Study.of(new Search(Algorithm.GRID, 100, 1, false, 3, space, new NoStopping(1)), 0);
        var started = new ArrayList<Job>();
        while (!study.isOver()) {
            study = fill(study, started);
            study = study.ended(study.size() - 1, 1, OptionalDouble.of(0.5));
        }
        assertEquals(
                List.of("{opt=adam}", "{momentum=0, opt=sgd}", "{momentum=0.45, opt=sgd}", "{momentum=0.9, opt=sgd}"),
                started.stream().map(job -> job.values().toString()).toList());
    }
}
