package io.holdout.cli.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which faults come, in which order, and when; all of it from one seed.
 *
 * @param faults in order
 */
record ChaosPlan(long seed, List<PlannedFault> faults) {
    /** One fault in five does not wait until the one before it is overcome. */
    private static final double TOGETHER = 0.2;

    /** One lasting fault in four outlasts a lease, so that what its victim held is given to others. */
    private static final double LONG = 0.25;

    private static final long LONGEST_PAUSE_MILLIS = 1_200;
    private static final long SHORT_LEAST_MILLIS = 500;
    private static final long SHORT_MOST_MILLIS = 5_000;
    private static final long LONG_LEAST_MILLIS = 11_000;
    private static final long LONG_MOST_MILLIS = 14_000;

    ChaosPlan {
        faults = List.copyOf(faults);
    }

    /**
     * Every kind comes once before any comes twice; from then on each comes as often as its weight says.
     *
     * @param kinds that are possible; not empty
     * @param longestMillis no fault lasts longer
     */
    static ChaosPlan of(long seed, int faults, Set<FaultKind> kinds, long longestMillis) {
        var random = new SplittableRandom(seed);
        var planned = new ArrayList<PlannedFault>();
        var deck = new ArrayList<>(EnumSet.copyOf(kinds));
        shuffle(deck, random);
        while (planned.size() < faults) {
            if (deck.isEmpty()) {
                deck.addAll(weighted(kinds));
                shuffle(deck, random);
            }
            planned.add(draw(planned.size() + 1, deck.remove(0), random, longestMillis));
        }
        return new ChaosPlan(seed, planned);
    }

    private static PlannedFault draw(int number, FaultKind kind, SplittableRandom random, long longestMillis) {
        // always the same draws in the same order, so that one fault's nature does not change the next one's
        long victim = random.nextLong(Long.MAX_VALUE);
        boolean together = random.nextDouble() < TOGETHER && number > 1;
        long after = random.nextLong(LONGEST_PAUSE_MILLIS);
        boolean lengthy = random.nextDouble() < LONG;
        long brief = random.nextLong(SHORT_LEAST_MILLIS, SHORT_MOST_MILLIS);
        long lasting = random.nextLong(LONG_LEAST_MILLIS, LONG_MOST_MILLIS);
        long length = kind.lasts() ? Math.min(lengthy ? lasting : brief, longestMillis) : 0;
        return new PlannedFault(number, kind, victim, together, after, length);
    }

    private static List<FaultKind> weighted(Collection<FaultKind> kinds) {
        var deck = new ArrayList<FaultKind>();
        for (FaultKind kind : EnumSet.copyOf(kinds)) {
            for (int i = 0; i < kind.weight(); i++) {
                deck.add(kind);
            }
        }
        return deck;
    }

    private static void shuffle(List<FaultKind> deck, SplittableRandom random) {
        for (int i = deck.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            FaultKind held = deck.get(i);
            deck.set(i, deck.get(j));
            deck.set(j, held);
        }
    }
}
