package io.holdout.coordinator.search;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Functions on which searches are compared, to be minimised; they stand again in tpe_reference.py. */
enum Functions {
    BRANIN(reals(List.of("x", "y"), List.of(-5.0, 0.0), List.of(10.0, 15.0)), Functions::branin),
    HARTMANN6(cube(6, 0, 1), Functions::hartmann6),
    ROSENBROCK4(cube(4, -5, 10), Functions::rosenbrock4),
    MIXED(
            new SearchSpace(List.of(
                    Parameter.of("lr", new Real(1e-5, 1, true)),
                    Parameter.of("opt", new Choice(List.of("adam", "sgd", "rms"))),
                    Parameter.of("steps", new Whole(10, 100, 10, false)),
                    Parameter.of("width", new Whole(1, 64, 1, true)))),
            Functions::mixed),
    CONDITIONAL(
            new SearchSpace(List.of(
                    Parameter.of("lr", new Real(1e-5, 1, true)),
                    Parameter.of("n", new Whole(1, 16, 1, false)),
                    Parameter.of("opt", new Choice(List.of("adam", "sgd", "rms"))),
                    Parameter.when("opt", "sgd", "momentum", new Real(0, 1, false)))),
            Functions::conditional);

    private static final double[] HARTMANN_WEIGHTS = {1.0, 1.2, 3.0, 3.2};
    private static final double[][] HARTMANN_SCALES = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] HARTMANN_CENTRES = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    private final SearchSpace space;
    private final ToDoubleFunction<Assignment> function;

    Functions(SearchSpace space, ToDoubleFunction<Assignment> function) {
        this.space = space;
        this.function = function;
    }

    SearchSpace space() {
        return space;
    }

    /** What a search maximises. */
    double score(Assignment at) {
        return -function.applyAsDouble(at);
    }

    /** The name in the reference file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static SearchSpace reals(List<String> names, List<Double> low, List<Double> high) {
        return new SearchSpace(IntStream.range(0, names.size())
                .mapToObj(i -> Parameter.of(names.get(i), new Real(low.get(i), high.get(i), false)))
                .toList());
    }

    private static SearchSpace cube(int dimensions, double low, double high) {
        return new SearchSpace(IntStream.range(0, dimensions)
                .mapToObj(i -> Parameter.of("x" + i, new Real(low, high, false)))
                .toList());
    }

    private static double branin(Assignment at) {
        double x = real(at, "x");
        double valley = real(at, "y") - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    private static double hartmann6(Assignment at) {
        double sum = 0;
        for (int i = 0; i < HARTMANN_WEIGHTS.length; i++) {
            double distance = 0;
            for (int j = 0; j < 6; j++) {
                distance += HARTMANN_SCALES[i][j] * Math.pow(real(at, "x" + j) - HARTMANN_CENTRES[i][j], 2);
            }
            sum -= HARTMANN_WEIGHTS[i] * Math.exp(-distance);
        }
        return sum;
    }

    private static double rosenbrock4(Assignment at) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double x = real(at, "x" + i);
            sum += 100 * Math.pow(real(at, "x" + (i + 1)) - x * x, 2) + Math.pow(1 - x, 2);
        }
        return sum;
    }

    private static double mixed(Assignment at) {
        double rate = Math.log10(real(at, "lr"));
        double width = Math.log(whole(at, "width")) / Math.log(2);
        String optimizer = (String) value(at, "opt");
        double best = optimizer.equals("adam") ? -3 : optimizer.equals("sgd") ? -1 : -4;
        double penalty = optimizer.equals("adam") ? 0.2 : optimizer.equals("sgd") ? 0 : 0.5;
        return penalty
                + Math.pow(rate - best, 2)
                + Math.pow((whole(at, "steps") - 70) / 40.0, 2)
                + Math.pow((width - 4) / 2, 2);
    }

    private static double conditional(Assignment at) {
        double rate = Math.log10(real(at, "lr"));
        double n = whole(at, "n");
        return value(at, "opt").equals("sgd")
                ? Math.pow(rate + 2, 2) + Math.pow((n - 9) / 8, 2) + 4 * Math.pow(real(at, "momentum") - 0.9, 2)
                : 0.5 + Math.pow(rate + 3, 2) + Math.pow((n - 5) / 8, 2);
    }

    private static double real(Assignment at, String name) {
        return (Double) value(at, name);
    }

    private static long whole(Assignment at, String name) {
        return (Long) value(at, name);
    }

    private static Object value(Assignment at, String name) {
        Object value = at.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException("no '" + name + "' in " + at);
        }
        return value;
    }
}
