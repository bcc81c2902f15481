package io.holdout.coordinator.search;

import java.util.List;
import java.util.SplittableRandom;

/** Kernels over words: the observed word with weight 1 more than the prior's share of every word. */
final class ChoiceKernels implements Kernels {
    private final List<Object> values;
    private final List<String> options;
    private final double share;

    ChoiceKernels(List<Object> values, Choice domain) {
        this.values = values;
        this.options = domain.options();
        this.share = TpeSampler.PRIOR_WEIGHT / (values.size() + 1);
    }

    @Override
    public Object draw(int kernel, SplittableRandom random) {
        double left = random.nextDouble();
        for (String option : options) {
            left -= probability(kernel, option);
            if (left < 0) {
                return option;
            }
        }
        return options.get(options.size() - 1);
    }

    @Override
    public double logDensity(int kernel, Object value) {
        return Math.log(probability(kernel, value));
    }

    private double probability(int kernel, Object option) {
        if (kernel == values.size()) {
            return 1.0 / options.size();
        }
        double seen = values.get(kernel).equals(option) ? 1 : 0;
        return (share + seen) / (share * options.size() + 1);
    }
}
