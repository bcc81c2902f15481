package io.holdout.coordinator.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * What of a sweep is left to do, and in which order: trials that could start, by urgency; the work that is left; and what
 * finished trials taught of costs. Immutable; every change and every choice takes time that grows with the logarithm of the
 * number of trials, but for the rare one that ranks them anew.
 */
public final class Backlog {
    private static final Comparator<Ready> SOONEST_FIRST =
            Comparator.comparingLong(Ready::notBeforeMillis).thenComparingInt(Ready::trial);

    /** Of a sweep without trials. */
    public static final Backlog EMPTY = of(new Work(List.of()), Costs.NONE, trial -> true);

    private final Work work;
    private final Costs costs;
    private final Ranking ranking;
    private final PMap<Integer, Bin> bins;
    private final PMap<Integer, TreePSet<Integer>> places;
    private final TreePSet<Ready> failedBefore;

    private Backlog(
            Work work,
            Costs costs,
            Ranking ranking,
            PMap<Integer, Bin> bins,
            PMap<Integer, TreePSet<Integer>> places,
            TreePSet<Ready> failedBefore) {
        this.work = work;
        this.costs = costs;
        this.ranking = ranking;
        this.bins = bins;
        this.places = places;
        this.failedBefore = failedBefore;
    }

    /**
     * Nothing of this work can start yet.
     *
     * @param isLeft which trials have not ended
     */
    public static Backlog of(Work work, Costs costs, IntPredicate isLeft) {
        var ranking = new Ranking(work, costs);
        var bins = new HashMap<Integer, Bin>();
        for (int i = 0; i < work.size(); i++) {
            double cost = isLeft.test(i) ? work.cost(i) : 0;
            int group = work.group(i);
            int memoryClass = MemoryClass.ofNeed(work.memoryMiB(i));
            bins.merge(
                    key(group, memoryClass),
                    new Bin(group, memoryClass, TreePSet.empty(ranking.mostUrgentFirst()), cost),
                    (before, more) -> before.plusCost(cost));
        }
        return new Backlog(
                work, costs, ranking, HashTreePMap.from(bins), HashTreePMap.empty(), TreePSet.empty(SOONEST_FIRST));
    }

    private static int key(int group, int memoryClass) {
        return group * (MemoryClass.UNBOUNDED + 1) + memoryClass;
    }

    private int key(int trial) {
        return key(work.group(trial), MemoryClass.ofNeed(work.memoryMiB(trial)));
    }

    private Bin bin(int trial) {
        Bin bin = bins.get(key(trial));
        if (bin == null) {
            throw new IllegalStateException("trial " + trial + " is not in the plan");
        }
        return bin;
    }

    /** This, with a trial that can start now. */
    public Backlog plus(Ready ready) {
        if (!ready.isFresh()) {
            return new Backlog(work, costs, ranking, bins, places, failedBefore.plus(ready));
        }
        int trial = ready.trial();
        Bin bin = bin(trial);
        TreePSet<Integer> there = places.getOrDefault(work.place(trial), TreePSet.empty(ranking.mostUrgentFirst()));
        return new Backlog(
                work,
                costs,
                ranking,
                bins.plus(key(trial), bin.with(bin.ready().plus(trial))),
                places.plus(work.place(trial), there.plus(trial)),
                failedBefore);
    }

    /** This, without a trial that could start. */
    public Backlog minus(Ready ready) {
        if (!ready.isFresh()) {
            return new Backlog(work, costs, ranking, bins, places, failedBefore.minus(ready));
        }
        int trial = ready.trial();
        Bin bin = bin(trial);
        TreePSet<Integer> there = places.getOrDefault(work.place(trial), TreePSet.empty(ranking.mostUrgentFirst()))
                .minus(trial);
        return new Backlog(
                work,
                costs,
                ranking,
                bins.plus(key(trial), bin.with(bin.ready().minus(trial))),
                there.isEmpty() ? places.minus(work.place(trial)) : places.plus(work.place(trial), there),
                failedBefore);
    }

    /** This, with many more trials that can start now. */
    public Backlog plusAll(Collection<Ready> more) {
        Map<Integer, Bin> nextBins = new HashMap<>(bins);
        Map<Integer, TreePSet<Integer>> nextPlaces = new HashMap<>(places);
        TreePSet<Ready> failed = failedBefore;
        for (Ready ready : more) {
            int trial = ready.trial();
            if (ready.isFresh()) {
                nextBins.computeIfPresent(
                        key(trial), (key, bin) -> bin.with(bin.ready().plus(trial)));
                nextPlaces.merge(
                        work.place(trial),
                        TreePSet.singleton(ranking.mostUrgentFirst(), trial),
                        (there, one) -> there.plus(trial));
            } else {
                failed = failed.plus(ready);
            }
        }
        return new Backlog(work, costs, ranking, HashTreePMap.from(nextBins), HashTreePMap.from(nextPlaces), failed);
    }

    /** This, after a trial has ended, with or without a result. */
    public Backlog ended(int trial) {
        return plusCost(trial, -work.cost(trial));
    }

    /** This, after a trial that had ended has to be done all the same. */
    public Backlog reopened(int trial) {
        return plusCost(trial, work.cost(trial));
    }

    private Backlog plusCost(int trial, double cost) {
        return new Backlog(
                work, costs, ranking, bins.plus(key(trial), bin(trial).plusCost(cost)), places, failedBefore);
    }

    /**
     * This, after a trial took so long on such a device, from its beginning. Ranks all anew if that changes their order, which
     * it looks at the more rarely the more is known.
     */
    public Backlog learned(int trial, String device, long millis) {
        Costs next = costs.learn(work.groupName(trial), device, work.cost(trial), millis);
        return next.isMilestone(work.groupName(trial), device)
                ? knowing(next)
                : new Backlog(work, next, ranking, bins, places, failedBefore);
    }

    private Backlog knowing(Costs next) {
        if (ranking.stillHolds(work, next)) {
            return new Backlog(work, next, ranking, bins, places, failedBefore);
        }
        var anew = new Ranking(work, next);
        var nextBins = new HashMap<Integer, Bin>();
        bins.forEach((key, bin) -> nextBins.put(key, bin.with(TreePSet.from(anew.mostUrgentFirst(), bin.ready()))));
        var nextPlaces = new HashMap<Integer, TreePSet<Integer>>();
        places.forEach((place, there) -> nextPlaces.put(place, TreePSet.from(anew.mostUrgentFirst(), there)));
        return new Backlog(work, next, anew, HashTreePMap.from(nextBins), HashTreePMap.from(nextPlaces), failedBefore);
    }

    /**
     * Trials to start on a worker now, the most urgent first.
     *
     * @param most how many at most
     * @param now wall-clock milliseconds
     */
    public List<Integer> choose(Offer offer, int most, long now) {
        return Choice.choose(this, offer, most, now);
    }

    /** How long a trial takes on such a device; empty until one of its group has finished. */
    public OptionalDouble expectedMillis(int trial, String device) {
        String group = work.groupName(trial);
        return costs.count(group) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(costs.millis(group, device, work.cost(trial)));
    }

    /**
     * Trials that are late elsewhere and should start on a worker as well, the most urgent first.
     *
     * @param running those that run on other workers, once each
     * @param most how many at most
     */
    public List<Integer> again(Offer offer, List<Late> running, int most) {
        int largest = offer.fleet().largestMemoryClass(offer.device());
        return running.stream()
                .filter(each -> each.isBetterTriedOn(offer.device(), work, costs))
                .map(Late::trial)
                .filter(trial ->
                        offer.device().memoryClass() >= Math.min(MemoryClass.ofNeed(work.memoryMiB(trial)), largest))
                .sorted(ranking.mostUrgentFirst())
                .limit(most)
                .toList();
    }

    /** What is left to do will take so long; see {@link Forecast}. */
    public Forecast forecast(IntPredicate isLeft, Map<Integer, Forecast.Running> running, Fleet fleet) {
        return forecast(isLeft, running, List.of(), fleet);
    }

    /** The same, with trials that are not planned yet. */
    public Forecast forecast(
            IntPredicate isLeft, Map<Integer, Forecast.Running> running, List<Forecast.Later> later, Fleet fleet) {
        // a ranking is kept as long as it orders right, whatever it takes times to be
        return Forecast.of(work, costs, new Ranking(work, costs), isLeft, running, later, fleet);
    }

    /** Whether any trial could start, now or after a wait. */
    public boolean hasReady() {
        return !places.isEmpty() || !failedBefore.isEmpty();
    }

    /** What was learned so far. */
    public Costs costs() {
        return costs;
    }

    Work work() {
        return work;
    }

    Ranking ranking() {
        return ranking;
    }

    Collection<Bin> bins() {
        return bins.values();
    }

    /** Fresh trials that could start, of one place. */
    TreePSet<Integer> at(int place) {
        return places.getOrDefault(place, TreePSet.empty(ranking.mostUrgentFirst()));
    }

    /** Trials that failed before and could start, by the time from which they may. */
    TreePSet<Ready> failedBefore() {
        return failedBefore;
    }
}
