package io.holdout.coordinator.search;

import io.holdout.protocol.trial.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Tree-structured Parzen estimator: draws near good trials, and keeps the draw that is likeliest among good and
 * unlikeliest among other trials.
 *
 * <p>Bergstra et al. 2011, with the numbers and kernels of Optuna's default sampler. Running trials count as bad ones
 * (constant liar), so that parallel suggestions keep apart.
 */
public final class TpeSampler implements Sampler {
    static final double PRIOR_WEIGHT = 1;
    private static final int START_UP_TRIALS = 10;
    private static final int CANDIDATES = 24;
    private static final double GOOD_SHARE = 0.1;
    private static final int MOST_GOOD = 25;

    private final SearchSpace space;
    private final long seed;
    private final boolean multivariate;
    private final RandomSampler startUp;

    /** @param multivariate whether the parameters without a condition are drawn together, not each alone */
    public TpeSampler(SearchSpace space, long seed, boolean multivariate) {
        this.space = space;
        this.seed = seed;
        this.multivariate = multivariate;
        this.startUp = new RandomSampler(space, seed);
    }

    /** Good and other trials, each in the order in which they were recorded; running ones are the last of the others. */
    private record Split(List<Assignment> good, List<Assignment> others) {}

    @Override
    public Optional<Assignment> suggest(History history) {
        List<History.Ended> scored = history.recorded().stream()
                .filter(trial -> trial.score().isPresent())
                .toList();
        if (scored.size() < START_UP_TRIALS) {
            return startUp.suggest(history);
        }
        Split split = split(scored, history.running());
        var drawn = Assignment.EMPTY;
        for (List<Parameter> together : groups()) {
            if (together.get(0).isActive(drawn)) {
                for (var entry :
                        best(together, split, history.suggested()).values().entrySet()) {
                    drawn = drawn.with(entry.getKey(), entry.getValue());
                }
            }
        }
        return Optional.of(drawn);
    }

    /** What is drawn together; every group follows what its condition asks for. */
    private List<List<Parameter>> groups() {
        var groups = new ArrayList<List<Parameter>>();
        if (multivariate) {
            groups.add(space.parameters().stream()
                    .filter(parameter -> parameter.when() == null)
                    .toList());
        }
        space.parameters().stream()
                .filter(parameter -> !multivariate || parameter.when() != null)
                .forEach(parameter -> groups.add(List.of(parameter)));
        return groups;
    }

    private static Split split(List<History.Ended> scored, List<Assignment> running) {
        int count = Math.min((int) Math.ceil(GOOD_SHARE * scored.size()), MOST_GOOD);
        var best = new TreeSet<>(IntStream.range(0, scored.size())
                .boxed()
                .sorted(bestFirst(scored))
                .limit(count)
                .toList());
        var good = new ArrayList<Assignment>();
        var others = new ArrayList<Assignment>();
        for (int i = 0; i < scored.size(); i++) {
            (best.contains(i) ? good : others).add(scored.get(i).assignment());
        }
        others.addAll(running);
        return new Split(good, others);
    }

    /** As Optuna ranks pruned trials: whatever trained longer is better. */
    private static Comparator<Integer> bestFirst(List<History.Ended> scored) {
        return Comparator.<Integer>comparingInt(index -> -scored.get(index).epochs())
                .thenComparingDouble(index -> -scored.get(index).score().orElseThrow());
    }

    private Assignment best(List<Parameter> together, Split split, int index) {
        var good = new ParzenMixture(together, having(together, split.good));
        var others = new ParzenMixture(together, having(together, split.others));
        var random = new SplittableRandom(
                Seeds.derive(seed, "search tpe", index, together.get(0).name()));
        Assignment best = good.draw(random);
        double bestGain = gain(best, good, others);
        for (int i = 1; i < CANDIDATES; i++) {
            Assignment candidate = good.draw(random);
            double gain = gain(candidate, good, others);
            if (gain > bestGain) {
                best = candidate;
                bestGain = gain;
            }
        }
        return best;
    }

    private static double gain(Assignment candidate, ParzenMixture good, ParzenMixture others) {
        return good.logDensity(candidate) - others.logDensity(candidate);
    }

    private static List<Assignment> having(List<Parameter> parameters, List<Assignment> trials) {
        return trials.stream()
                .filter(trial ->
                        parameters.stream().allMatch(parameter -> trial.values().containsKey(parameter.name())))
                .toList();
    }
}
