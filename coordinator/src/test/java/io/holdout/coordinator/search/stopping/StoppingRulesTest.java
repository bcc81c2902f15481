package io.holdout.coordinator.search.stopping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.search.stopping.Asha.Losers;
import io.holdout.coordinator.search.stopping.Verdict.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StoppingRulesTest {
    private static final int MOST = 27;
    private static final int TRIALS = 20;

    /** What a world of trials reported, and what followed. */
    private record Course(List<Report> reports, List<Verdict> verdicts) {}

    /** Runs trials in an order drawn from a seed; who is stopped or paused reports no more, unless promoted. */
    private static Course run(StoppingRule rule, long seed) {
        var random = new SplittableRandom(seed);
        var course = new Course(new ArrayList<>(), new ArrayList<>());
        var epochs = new HashMap<Integer, Integer>();
        var running = new ArrayList<>(IntStream.range(0, TRIALS).boxed().toList());
        while (!running.isEmpty()) {
            int trial = running.remove(random.nextInt(running.size()));
            int epoch = epochs.merge(trial, 1, Integer::sum);
            // Few different scores, so that there are ties.
            course.reports.add(new Report(trial, epoch, random.nextInt(50) / 50.0, epoch == MOST));
            Verdict verdict = rule.verdict(course.reports);
            course.verdicts.add(verdict);
            running.addAll(verdict.promoted());
            if (verdict.action() == Action.CONTINUE && epoch < MOST) {
                running.add(trial);
            }
        }
        return course;
    }

    private static List<StoppingRule> rules() {
        return List.of(
                new MedianRule(2, 1),
                new Asha(1, MOST, 3, Losers.STOP),
                new Asha(1, MOST, 3, Losers.PAUSE),
                new Hyperband(1, MOST, 3, Losers.STOP),
                new Hyperband(1, MOST, 3, Losers.PAUSE));
    }

    @Property(tries = 20)
    void a_replay_of_any_prefix_gives_the_same_verdict(@ForAll long seed) {
        for (int i = 0; i < rules().size(); i++) {
            Course course = run(rules().get(i), seed);
            for (int end = 1; end <= course.reports.size(); end++) {
                assertEquals(course.verdicts.get(end - 1), rules().get(i).verdict(List.copyOf(course.reports.subList(0, end))));
            }
        }
    }

    @Property(tries = 50)
    void who_reports_more_than_all_so_far_is_never_stopped(@ForAll long seed) {
        for (StoppingRule rule : rules()) {
            Course course = run(rule, seed);
            double best = -1;
            for (int i = 0; i < course.reports.size(); i++) {
                if (course.reports.get(i).value() > best) {
                    best = course.reports.get(i).value();
                    assertNotEquals(Action.STOP, course.verdicts.get(i).action(), rule + " at " + i);
                }
            }
        }
    }

    @Property(tries = 50)
    void at_the_end_the_best_third_of_a_rung_went_on_and_the_last_never_did(@ForAll long seed) {
        Course course = run(new Asha(1, MOST, 3, Losers.PAUSE), seed);
        List<Report> first = course.reports.stream().filter(each -> each.resource() == 1).toList();
        Set<Integer> wentOn = new HashSet<>();
        course.reports.stream().filter(each -> each.resource() > 1).forEach(each -> wentOn.add(each.trial()));
        List<Report> ranked = first.stream()
                .sorted(java.util.Comparator.comparingDouble(report -> -report.value()))
                .toList();
        ranked.subList(0, TRIALS / 3).forEach(report -> assertTrue(wentOn.contains(report.trial()), "" + report));
        // Whoever went on had at most a third of those before and beside it ahead of it at some time.
        for (int trial : wentOn) {
            assertTrue(wasEverAmongTheBestThird(first, trial), "trial " + trial);
        }
    }

    private static boolean wasEverAmongTheBestThird(List<Report> rung, int trial) {
        for (int size = 3; size <= rung.size(); size++) {
            boolean among = rung.subList(0, size).stream()
                    .sorted(java.util.Comparator.comparingDouble(report -> -report.value()))
                    .limit(size / 3)
                    .anyMatch(report -> report.trial() == trial);
            if (among) {
                return true;
            }
        }
        return false;
    }

    /** The order in which asynchronous halving promotes no more than halving with barriers. */
    @Test
    void if_the_best_come_first_a_third_of_each_rung_is_promoted() {
        var rule = new Asha(1, 9, 3, Losers.PAUSE);
        var reports = new ArrayList<Report>();
        var promoted = new ArrayList<Integer>();
        for (int trial = 0; trial < 9; trial++) {
            reports.add(new Report(trial, 1, 0.9 - trial / 10.0, false));
            Verdict verdict = rule.verdict(reports);
            assertEquals(Action.PAUSE, verdict.action());
            promoted.addAll(verdict.promoted());
        }
        assertEquals(List.of(0, 1, 2), promoted);
    }

    @Test
    void a_stopped_trial_that_reports_late_stays_stopped() {
        var rule = new Asha(1, 9, 3, Losers.STOP);
        var reports = new ArrayList<>(List.of(new Report(0, 1, 0.9, false), new Report(1, 1, 0.1, false)));
        assertEquals(Action.STOP, rule.verdict(reports).action());
        reports.add(new Report(1, 3, 0.99, false));
        assertEquals(Action.STOP, rule.verdict(reports).action());
    }

    @Test
    void the_median_rule_waits_for_finished_trials_and_for_the_warm_up() {
        var reports = new ArrayList<>(List.of(
                new Report(0, 1, 0.8, false), new Report(0, 2, 0.8, true),
                new Report(1, 1, 0.6, false), new Report(1, 2, 0.6, true),
                new Report(2, 2, 0.69, false)));
        assertEquals(Action.STOP, new MedianRule(2, 0).verdict(reports).action());
        assertEquals(Action.CONTINUE, new MedianRule(3, 0).verdict(reports).action());
        assertEquals(Action.CONTINUE, new MedianRule(2, 2).verdict(reports).action());
        reports.set(4, new Report(2, 2, 0.7, false));
        assertEquals(Action.CONTINUE, new MedianRule(2, 0).verdict(reports).action());
    }

    @Test
    void hyperband_has_the_brackets_of_the_paper() {
        var rule = new Hyperband(1, 81, 3, Losers.STOP);
        assertEquals(5, rule.brackets());
        var sizes = new int[5];
        IntStream.range(0, 143).forEach(trial -> sizes[rule.bracketOf(trial)]++);
        assertEquals(List.of(81, 34, 15, 8, 5), IntStream.of(sizes).boxed().toList());
        assertEquals(0, rule.bracketOf(143));
    }
}
