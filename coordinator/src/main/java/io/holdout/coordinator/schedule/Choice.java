package io.holdout.coordinator.schedule;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trial that a worker should take. The most urgent one that it can hold, but:
 *
 * <ul>
 *   <li>one whose weights and data are warm there goes first, if it is not much less urgent;
 *   <li>a device that is slower than others leaves what it would finish after all else is done to those;
 *   <li>a large device leaves what smaller ones can do to them, while what only large ones can do fills all their time.
 * </ul>
 *
 * Each looks at a bounded number of trials, however many there are.
 */
final class Choice {
    /** A warm trial may be this much less urgent: trials of one kind and sweep are, reloading costs seconds. */
    private static final double WARM_SHARE = 0.5;
    /** Trials of a bin that are looked at before its last, which is the shortest, is asked. */
    private static final int LOOKED_AT = 16;
    /** Trials that failed before and are looked at. */
    private static final int FAILED_LOOKED_AT = 64;
    /** Devices are equally fast within what is known of them. */
    private static final double AS_FAST = 1.25;
    /** Work that fills this share of the time left is what the end waits for. */
    private static final double FILLS = 0.9;

    private final Backlog backlog;
    private final Offer offer;
    private final long now;
    private final int memoryClass;
    private final int largestClass;
    private final double slowness;
    private final double end;
    private final int scarce;
    /** Where this worker's weights and data are warm. */
    private final int[] warmPlaces;

    private Choice(Backlog backlog, Offer offer, int[] warmPlaces, long now) {
        this.backlog = backlog;
        this.offer = offer;
        this.now = now;
        this.warmPlaces = warmPlaces;
        this.memoryClass = offer.device().memoryClass();
        this.largestClass = offer.fleet().largestMemoryClass(offer.device());
        this.slowness = backlog.costs().slowness(offer.device().name());
        this.end = end();
        this.scarce = scarce();
    }

    static List<Integer> choose(Backlog backlog, Offer offer, int most, long now) {
        var chosen = new ArrayList<Integer>();
        Backlog left = backlog;
        // what it ran and runs is mostly of few places
        int[] warmPlaces = offer.recent().stream()
                .mapToInt(backlog.work()::place)
                .distinct()
                .toArray();
        while (chosen.size() < most) {
            Ready next = new Choice(left, offer, warmPlaces, now).next(offer.idle() && chosen.isEmpty());
            if (next == null) {
                break;
            }
            chosen.add(next.trial());
            if (next.alone()) {
                break;
            }
            left = left.minus(next);
        }
        return chosen;
    }

    private @Nullable Ready next(boolean mayRunAlone) {
        Ready best = best(scarce, mayRunAlone);
        return best == null && scarce > 0 ? best(0, mayRunAlone) : best;
    }

    private @Nullable Ready best(int leastClass, boolean mayRunAlone) {
        Ready best = null;
        for (Bin bin : backlog.bins()) {
            if (fits(bin.memoryClass())
                    && bin.memoryClass() >= leastClass
                    && !bin.ready().isEmpty()) {
                best = moreUrgent(best, firstOf(bin));
            }
        }
        best = moreUrgent(best, failedBefore(leastClass, mayRunAlone));
        Ready warm = warm(leastClass);
        return best != null && warm != null && urgency(warm) >= WARM_SHARE * urgency(best) ? warm : best;
    }

    private @Nullable Ready moreUrgent(@Nullable Ready one, @Nullable Ready other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return backlog.ranking().mostUrgentFirst().compare(one.trial(), other.trial()) <= 0 ? one : other;
    }

    private double urgency(Ready ready) {
        return backlog.ranking().urgency(ready.trial());
    }

    private @Nullable Ready firstOf(Bin bin) {
        int looked = 0;
        for (int trial : bin.ready()) {
            if (inTime(trial, bin.memoryClass())) {
                return Ready.fresh(trial);
            }
            if (++looked == LOOKED_AT) {
                break;
            }
        }
        int last = bin.ready().last();
        return inTime(last, bin.memoryClass()) ? Ready.fresh(last) : null;
    }

    private @Nullable Ready warm(int leastClass) {
        Ready best = null;
        for (int place : warmPlaces) {
            var there = backlog.at(place);
            if (!there.isEmpty()) {
                int trial = there.first();
                int needed = needed(trial, 0);
                if (fits(needed) && needed >= leastClass && inTime(trial, needed)) {
                    best = moreUrgent(best, Ready.fresh(trial));
                }
            }
        }
        return best;
    }

    private @Nullable Ready failedBefore(int leastClass, boolean mayRunAlone) {
        Ready best = null;
        int looked = 0;
        Iterator<Ready> soonest = backlog.failedBefore().iterator();
        Iterator<Ready> latest = backlog.failedBefore().descendingIterator();
        while (soonest.hasNext() && looked++ < FAILED_LOOKED_AT) {
            // what is due stands first; what a clock that was ahead has written stands last
            for (Ready each : List.of(soonest.next(), latest.next())) {
                int needed = needed(each.trial(), each.outOfMemory());
                if (RetryPolicy.isDue(each.notBeforeMillis(), now)
                        && (mayRunAlone || !each.alone())
                        && !offer.notHere().contains(each.trial())
                        && fits(needed)
                        && needed >= leastClass
                        && inTime(each.trial(), needed)) {
                    best = moreUrgent(best, each);
                }
            }
        }
        return best;
    }

    private int needed(int trial, int outOfMemory) {
        int needed = MemoryClass.ofNeed(backlog.work().memoryMiB(trial)) + outOfMemory;
        return Math.min(needed, MemoryClass.UNBOUNDED);
    }

    private boolean fits(int needed) {
        return memoryClass >= Math.min(needed, largestClass);
    }

    /** Whether this worker may take it without making the whole sweep later; true if none is faster. */
    private boolean inTime(int trial, int needed) {
        double fastest = offer.fleet().fastest(backlog.costs(), Math.min(needed, largestClass), offer.device());
        if (slowness <= fastest * AS_FAST) {
            return true;
        }
        double own = backlog.ranking().millis(trial);
        return own * slowness + (backlog.ranking().path(trial) - own) * fastest <= end;
    }

    /** How long the sweep will take from now at least: its work on all devices, its longest path on the fastest. */
    private double end() {
        double capacity = offer.fleet().capacity(backlog.costs(), -1);
        double left = 0;
        double longest = 0;
        for (Bin bin : backlog.bins()) {
            left += millis(bin);
            if (!bin.ready().isEmpty()) {
                double fastest = offer.fleet()
                        .fastest(backlog.costs(), Math.min(bin.memoryClass(), largestClass), offer.device());
                longest = Math.max(
                        longest, fastest * backlog.ranking().path(bin.ready().first()));
            }
        }
        return Math.max(longest, capacity == 0 ? left * slowness : left / capacity);
    }

    private double millis(Bin bin) {
        return bin.costLeft() * backlog.ranking().rate(bin.group());
    }

    /** The least memory class whose work, with all above it, fills the time of those who can do it; 0 if none does. */
    private int scarce() {
        for (int least = memoryClass; least > 0; least--) {
            double left = 0;
            for (Bin bin : backlog.bins()) {
                if (Math.min(bin.memoryClass(), largestClass) >= least) {
                    left += millis(bin);
                }
            }
            double capacity = offer.fleet().capacity(backlog.costs(), least);
            boolean isSmaller = capacity < offer.fleet().capacity(backlog.costs(), -1);
            if (isSmaller && capacity > 0 && left >= FILLS * end * capacity) {
                return least;
            }
        }
        return 0;
    }
}
