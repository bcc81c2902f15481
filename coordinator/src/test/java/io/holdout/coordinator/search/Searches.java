package io.holdout.coordinator.search;

import io.holdout.coordinator.search.History.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A space that is searched in tests, and how. */
final class Searches {
    static final SearchSpace MIXED = new SearchSpace(List.of(
            Parameter.of("lr", new Real(1e-5, 1, true)),
            Parameter.of("opt", new Choice(List.of("adam", "sgd", "rms"))),
            Parameter.when("opt", "sgd", "momentum", new Real(0, 1, false)),
            Parameter.of("steps", new Whole(10, 100, 10, false)),
            Parameter.of("width", new Whole(1, 64, 1, true))));

    private Searches() {}

    /** The trials of a search that runs one after another. */
    static List<Ended> run(Sampler sampler, ToDoubleFunction<Assignment> score, int trials) {
        var ended = new ArrayList<Ended>();
        for (int i = 0; i < trials; i++) {
            Assignment next = sampler.suggest(new History(ended, List.of())).orElseThrow();
            ended.add(new Ended(next, 1, OptionalDouble.of(score.applyAsDouble(next))));
        }
        return ended;
    }

    static double best(List<Ended> trials) {
        return trials.stream()
                .mapToDouble(trial -> trial.score().orElseThrow())
                .max()
                .orElseThrow();
    }
}
