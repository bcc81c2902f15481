package io.holdout.coordinator.search;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A density over some parameters made of one product of kernels for each observed assignment, and a prior. */
final class ParzenMixture {
    /** The newest observations that weigh fully; older ones weigh less the older they are. */
    private static final int FULL_WEIGHT = 25;

    private final List<Parameter> parameters;
    private final List<Kernels> kernels;
    private final double[] weights;

    /** @param observed assignments that have all of these parameters, in the order in which they were recorded */
    ParzenMixture(List<Parameter> parameters, List<Assignment> observed) {
        this.parameters = parameters;
        this.kernels = parameters.stream()
                .map(parameter -> Kernels.around(
                        observed.stream().map(each -> valueOf(parameter, each)).toList(), parameter.domain()))
                .toList();
        this.weights = weights(observed.size());
    }

    private static Object valueOf(Parameter parameter, Assignment assignment) {
        Object value = assignment.values().get(parameter.name());
        if (value == null) {
            throw new IllegalArgumentException("no value of '" + parameter.name() + "' in " + assignment);
        }
        return value;
    }

    /** Those of the observations, oldest first, then the prior's; their sum is 1. */
    private static double[] weights(int observed) {
        var weights = new double[observed + 1];
        Arrays.fill(weights, 1);
        int ramp = observed - FULL_WEIGHT;
        for (int i = 0; i < ramp; i++) {
            double start = 1.0 / observed;
            weights[i] = ramp == 1 ? start : start + (1 - start) * i / (ramp - 1);
        }
        weights[observed] = TpeSampler.PRIOR_WEIGHT;
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    Assignment draw(SplittableRandom random) {
        int kernel = pick(random.nextDouble());
        var drawn = new TreeMap<String, Object>();
        for (int p = 0; p < parameters.size(); p++) {
            drawn.put(parameters.get(p).name(), kernels.get(p).draw(kernel, random));
        }
        return new Assignment(drawn);
    }

    private int pick(double place) {
        double left = place;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** The logarithm of the density, summed from its largest term so that small ones do not vanish. */
    double logDensity(Assignment assignment) {
        var terms = new double[weights.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = Math.log(weights[i]);
            for (int p = 0; p < parameters.size(); p++) {
                terms[i] += kernels.get(p).logDensity(i, valueOf(parameters.get(p), assignment));
            }
        }
        double largest = Arrays.stream(terms).max().orElseThrow();
        return largest
                + Math.log(Arrays.stream(terms)
                        .map(term -> Math.exp(term - largest))
                        .sum());
    }
}
