package io.holdout.coordinator.simulate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What many seeds came to together. Not thread-safe. */
public final class SimulationTotals {
    /** More broken seeds than a person reads. */
    private static final int MOST_BROKEN = 20;

    private static final double MILLIS_PER_DAY = 86_400_000.0;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<Verdict> broken = new ArrayList<>();
    private long seeds;
    private long steps;
    private long virtualMillis;
    private long recoveries;

    public void add(Verdict verdict) {
        seeds++;
        steps += verdict.steps();
        virtualMillis += verdict.virtualMillis();
        recoveries += verdict.recoveries();
        verdict.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        if (!verdict.held() && broken.size() < MOST_BROKEN) {
            broken.add(verdict);
        }
    }

    /** The first seeds that broke an invariant, at most {@value #MOST_BROKEN}. */
    public List<Verdict> broken() {
        return List.copyOf(broken);
    }

    /** For people: totals, faults by kind, broken seeds with how to see each again. */
    public String text() {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d seeds: %,d steps in %.1f days of virtual time, %,d recoveries%n",
                seeds,
                steps,
                virtualMillis / MILLIS_PER_DAY,
                recoveries));
        faults.forEach(
                (fault, count) -> text.append(String.format(Locale.ROOT, "  %,10d  %s%n", count, fault.sentence())));
        if (broken.isEmpty()) {
            text.append(String.format("all %d invariants held%n", Invariant.values().length));
        }
        broken.forEach(verdict -> text.append(verdict.text()).append(System.lineSeparator()));
        return text.toString();
    }
}
