package io.holdout.coordinator.search;

import io.holdout.coordinator.search.Domain.Choice;
import io.holdout.coordinator.search.Domain.Real;
import io.holdout.coordinator.search.Domain.Whole;
import io.holdout.coordinator.search.History.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Spaces and functions that are searched in tests. */
final class Searches {
    static final SearchSpace MIXED = new SearchSpace(List.of(
            Parameter.of("lr", new Real(1e-5, 1, true)),
            Parameter.of("opt", new Choice(List.of("adam", "sgd", "rms"))),
            Parameter.when("opt", "sgd", "momentum", new Real(0, 1, false)),
            Parameter.of("steps", new Whole(10, 100, 10, false)),
            Parameter.of("width", new Whole(1, 64, 1, true))));

    static final SearchSpace CUBE = new SearchSpace(List.of(
            Parameter.of("x0", new Real(-5, 5, false)),
            Parameter.of("x1", new Real(-5, 5, false)),
            Parameter.of("x2", new Real(-5, 5, false))));

    static final SearchSpace BRANIN = new SearchSpace(
            List.of(Parameter.of("x", new Real(-5, 10, false)), Parameter.of("y", new Real(0, 15, false))));

    static final SearchSpace CONDITIONAL = new SearchSpace(List.of(
            Parameter.of("lr", new Real(1e-5, 1, true)),
            Parameter.of("n", new Whole(1, 16, 1, false)),
            Parameter.of("opt", new Choice(List.of("adam", "sgd", "rms"))),
            Parameter.when("opt", "sgd", "momentum", new Real(0, 1, false))));

    private Searches() {}

    /** Minus the square of the distance to (1, 1, 1). */
    static double sphere(Assignment at) {
        return -Math.pow(real(at, "x0") - 1, 2) - Math.pow(real(at, "x1") - 1, 2) - Math.pow(real(at, "x2") - 1, 2);
    }

    static double branin(Assignment at) {
        double x = real(at, "x");
        double valley = real(at, "y") - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return -(valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10);
    }

    static double conditional(Assignment at) {
        double rate = Math.log10(real(at, "lr"));
        double n = (Long) at.values().get("n");
        return "sgd".equals(at.values().get("opt"))
                ? -Math.pow(rate + 2, 2) - Math.pow((n - 9) / 8, 2) - 4 * Math.pow(real(at, "momentum") - 0.9, 2)
                : -0.5 - Math.pow(rate + 3, 2) - Math.pow((n - 5) / 8, 2);
    }

    private static double real(Assignment at, String name) {
        return (Double) at.values().get(name);
    }

    /** The trials of a search that runs one after another. */
    static List<Ended> run(Sampler sampler, ToDoubleFunction<Assignment> score, int trials) {
        var ended = new ArrayList<Ended>();
        for (int i = 0; i < trials; i++) {
            Assignment next = sampler.suggest(new History(ended, List.of())).orElseThrow();
            ended.add(new Ended(next, OptionalDouble.of(score.applyAsDouble(next))));
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
