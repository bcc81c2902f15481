package io.holdout.coordinator.search;

import io.holdout.protocol.trial.Seeds;
import java.util.Optional;
import java.util.SplittableRandom;

/** Draws each parameter evenly over its line; results change nothing. */
public final class RandomSampler implements Sampler {
    private final SearchSpace space;
    private final long seed;

    public RandomSampler(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public Optional<Assignment> suggest(History history) {
        var drawn = Assignment.EMPTY;
        for (Parameter parameter : space.parameters()) {
            if (parameter.isActive(drawn)) {
                drawn = drawn.with(parameter.name(), draw(parameter, history));
            }
        }
        return Optional.of(drawn);
    }

    /** Each draw has a seed of its own, so that an inactive parameter shifts no other's draw. */
    Object draw(Parameter parameter, History history) {
        long purpose = Seeds.derive(seed, "search random", history.suggested(), parameter.name());
        return parameter.domain().at(new SplittableRandom(purpose).nextDouble());
    }
}
