package io.holdout.coordinator.search;

import io.holdout.coordinator.search.stopping.StoppingRule;

/**
 * How hyper-parameters are searched for.
 *
 * @param candidates how many are tried at most; a grid may have fewer
 * @param parallel how many are trained at once at most; with 1 the suggestions do not depend on who is faster
 * @param multivariate whether {@code tpe} draws the parameters without a condition together
 * @param points how many values of a real or logarithmic range a grid has
 */
public record Search(
        Algorithm algorithm,
        int candidates,
        int parallel,
        boolean multivariate,
        int points,
        SearchSpace space,
        StoppingRule stopping) {
    /** Who suggests. */
    public enum Algorithm {
        GRID,
        RANDOM,
        TPE
    }

    /** How many candidates there will be, unless some never end. */
    public int most() {
        return algorithm == Algorithm.GRID ? Math.min(candidates, new GridSampler(space, points).size()) : candidates;
    }

    /** The same with another number of candidates. */
    public Search trying(int most) {
        return new Search(algorithm, most, parallel, multivariate, points, space, stopping);
    }

    Sampler sampler(long seed) {
        return switch (algorithm) {
            case GRID -> new GridSampler(space, points);
            case RANDOM -> new RandomSampler(space, seed);
            case TPE -> new TpeSampler(space, seed, multivariate);
        };
    }
}
