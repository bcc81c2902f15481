package io.holdout.coordinator.search;

import java.util.List;
import java.util.SplittableRandom;

/** One distribution over a parameter for each observed value, and last the prior. */
sealed interface Kernels permits ChoiceKernels, NumericKernels {

    /** Kernels around values in the order in which they were recorded. */
    static Kernels around(List<Object> values, Domain domain) {
        return domain instanceof Choice choice
                ? new ChoiceKernels(values, choice)
                : new NumericKernels(values, (Numeric) domain);
    }

    Object draw(int kernel, SplittableRandom random);

    /** The logarithm of a value's probability, or of its density on the line of a real domain. */
    double logDensity(int kernel, Object value);
}
