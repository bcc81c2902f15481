package io.holdout.coordinator.search.stopping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StoppingRulesTest {
    private static final int MOST = 27;
    private static final int CANDIDATES = 30;
    private static final int AT_ONCE = 4;

    /** All reports, how far each candidate came, and the climb that followed each question, in order. */
    private record Whole(List<Report> reports, Map<Integer, Integer> goals, List<Course> asked) {}

    /** Candidates train at different speeds; a new one starts when nobody climbs. */
    private static Whole run(StoppingRule rule, long seed) {
        var random = new SplittableRandom(seed);
        var whole = new Whole(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        var running = new ArrayList<Integer>();
        int started = 0;
        while (true) {
            while (running.size() < AT_ONCE) {
                var course = new Course(whole.reports, whole.goals);
                whole.asked.add(course);
                Optional<Climb> climb = rule.next(course);
                if (climb.isEmpty() && started == CANDIDATES) {
                    break;
                }
                int candidate = climb.isPresent() ? climb.get().candidate() : started++;
                whole.goals.put(candidate, climb.map(Climb::until).orElse(rule.first(candidate)));
                running.add(candidate);
            }
            if (running.isEmpty()) {
                return whole;
            }
            int candidate = running.remove(random.nextInt(running.size()));
            // Few different scores, so that there are ties.
            whole.reports.add(new Report(candidate, whole.goals.get(candidate), random.nextInt(50) / 50.0));
        }
    }

    private static List<StoppingRule> rules() {
        return List.of(
                new NoStopping(MOST),
                new MedianRule(3, 2, 5, MOST),
                new Asha(1, MOST, 3),
                new Asha(2, MOST, 4),
                new Hyperband(1, MOST, 3));
    }

    @Property(tries = 20)
    void after_a_crash_at_any_place_a_rule_decides_as_it_would_have(@ForAll long seed) {
        for (int rule = 0; rule < rules().size(); rule++) {
            StoppingRule first = rules().get(rule);
            for (Course course : run(first, seed).asked) {
                assertEquals(first.next(course), rules().get(rule).next(course));
            }
        }
    }

    @Property(tries = 50)
    void nobody_climbs_twice_to_one_mark_or_beyond_the_end(@ForAll long seed) {
        for (StoppingRule rule : rules()) {
            Whole whole = run(rule, seed);
            assertEquals(
                    whole.reports.size(),
                    whole.reports.stream()
                            .map(report -> report.candidate() * 1000 + report.epochs())
                            .distinct()
                            .count(),
                    rule.toString());
            assertTrue(whole.reports.stream().allMatch(report -> report.epochs() <= MOST), rule.toString());
        }
    }

    @Property(tries = 50)
    void the_best_of_all_at_the_first_mark_is_never_left_there(@ForAll long seed) {
        for (StoppingRule rule : List.of(new MedianRule(3, 2, 5, MOST), new Asha(1, MOST, 3))) {
            Whole whole = run(rule, seed);
            int first = rule.first(0);
            Report best = whole.reports.stream()
                    .filter(report -> report.epochs() == first)
                    .max(Comparator.comparingDouble(Report::value))
                    .orElseThrow();
            assertTrue(
                    whole.reports.stream()
                            .filter(report -> report.epochs() == first && report.value() == best.value())
                            .anyMatch(report -> whole.goals.get(report.candidate()) > first),
                    rule.toString());
        }
    }

    @Property(tries = 50)
    void at_the_end_the_best_third_of_each_rung_went_on(@ForAll long seed) {
        Whole whole = run(new Asha(1, MOST, 3), seed);
        for (int rung = 1; rung < MOST; rung *= 3) {
            int epochs = rung;
            List<Report> ranked = whole.reports.stream()
                    .filter(report -> report.epochs() == epochs)
                    .sorted(Comparator.comparingDouble(report -> -report.value()))
                    .toList();
            ranked.subList(0, ranked.size() / 3)
                    .forEach(report -> assertTrue(whole.goals.get(report.candidate()) > epochs, report.toString()));
        }
    }

    @Property(tries = 50)
    void nobody_went_on_who_was_never_among_the_best_third_of_a_rung(@ForAll long seed) {
        Whole whole = run(new Asha(1, MOST, 3), seed);
        List<Report> rung =
                whole.reports.stream().filter(report -> report.epochs() == 1).toList();
        for (Report report : rung) {
            boolean among = IntStream.rangeClosed(3, rung.size()).anyMatch(size -> rung.subList(0, size).stream()
                    .sorted(Comparator.comparingDouble(each -> -each.value()))
                    .limit(size / 3)
                    .anyMatch(report::equals));
            assertTrue(among || whole.goals.get(report.candidate()) == 1, report.toString());
        }
    }

    @Test
    void as_many_candidates_as_asha_asks_for_bring_one_to_its_end() {
        var rule = new Asha(2, MOST, 3);
        assertEquals(27, rule.candidatesForOneEnd());
        Whole whole = run(rule, 5);
        assertTrue(whole.reports.stream().anyMatch(report -> report.epochs() == MOST));
    }

    @Test
    void the_median_rule_waits_for_finished_candidates_and_stops_below_their_median() {
        var reports = new ArrayList<>(
                List.of(new Report(0, 2, 0.8), new Report(0, 4, 0.8), new Report(1, 2, 0.6), new Report(1, 4, 0.6)));
        reports.add(new Report(2, 2, 0.69));
        var below = new Course(reports, Map.of(0, 4, 1, 4, 2, 2));
        assertEquals(Optional.empty(), new MedianRule(2, 2, 2, 4).next(below));
        assertEquals(Optional.of(new Climb(2, 4)), new MedianRule(3, 2, 2, 4).next(below));
        reports.set(4, new Report(2, 2, 0.7));
        assertEquals(Optional.of(new Climb(2, 4)), new MedianRule(2, 2, 2, 4).next(new Course(reports, below.goals())));
    }

    @Test
    void hyperband_has_the_brackets_of_the_paper() {
        var rule = new Hyperband(1, 81, 3);
        assertEquals(5, rule.brackets());
        assertEquals(143, rule.turn());
        var sizes = new int[5];
        IntStream.range(0, 143).forEach(candidate -> sizes[rule.bracketOf(candidate)]++);
        assertEquals(List.of(81, 34, 15, 8, 5), IntStream.of(sizes).boxed().toList());
        assertEquals(0, rule.bracketOf(143));
        assertEquals(81, rule.first(142));
        assertEquals(3, rule.first(81));
    }
}
