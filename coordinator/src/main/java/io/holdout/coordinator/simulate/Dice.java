package io.holdout.coordinator.simulate;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a run; the same seed throws the same. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
