package io.holdout.coordinator.search.stopping;

import io.holdout.coordinator.search.stopping.Asha.Losers;
import io.holdout.coordinator.search.stopping.Verdict.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rungs of one successive halving while its reports are read in order. */
final class Rungs {
    /** A trial's first score at or after a rung. */
    private record Entry(int trial, double value) {}

    /** Who reached it, in that order, and who went on from it. */
    private record Rung(int resource, List<Entry> entries, Set<Integer> promoted) {}

    private final Asha rule;
    private final List<Rung> rungs = new ArrayList<>();
    /** Rungs that a trial went on from. */
    private final Map<Integer, Integer> passed = new HashMap<>();

    Rungs(Asha rule) {
        this.rule = rule;
        for (long resource = rule.least(); resource < rule.most(); resource *= rule.reduction()) {
            rungs.add(new Rung((int) resource, new ArrayList<>(), new HashSet<>()));
        }
    }

    Verdict add(Report report) {
        var others = new ArrayList<Integer>();
        int trial = report.trial();
        for (int next = passed.getOrDefault(trial, 0); next < rungs.size(); next++) {
            Rung rung = rungs.get(next);
            if (report.resource() < rung.resource) {
                return new Verdict(Action.CONTINUE, others);
            }
            if (rung.entries.stream().noneMatch(entry -> entry.trial == trial)) {
                rung.entries.add(new Entry(trial, report.value()));
                others.addAll(promote(next, trial));
            }
            if (!rung.promoted.contains(trial)) {
                return new Verdict(rule.losers() == Losers.STOP ? Action.STOP : Action.PAUSE, others);
            }
        }
        return new Verdict(Action.CONTINUE, others);
    }

    /** Promotes whoever is among the best now and was not before; those other than the trial that came. */
    private List<Integer> promote(int index, int came) {
        Rung rung = rungs.get(index);
        List<Integer> promotable = best(rung).stream()
                .filter(trial -> !rung.promoted.contains(trial))
                .filter(trial -> rule.losers() == Losers.PAUSE || trial == came)
                .toList();
        for (int trial : promotable) {
            rung.promoted.add(trial);
            passed.put(trial, index + 1);
        }
        return promotable.stream().filter(trial -> trial != came).toList();
    }

    /** Of equal scores the earlier is better. */
    private List<Integer> best(Rung rung) {
        int count = rung.entries.size() / rule.reduction();
        return rung.entries.stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.value))
                .limit(rule.losers() == Losers.STOP ? Math.max(1, count) : count)
                .map(Entry::trial)
                .toList();
    }
}
