package io.holdout.coordinator.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is lost against the best value, in the median of 30 seeds with 60 trials each; see docs/decisions/0017-search.md. */
class TpeQualityTest {
    private static double medianLoss(LongFunction<Sampler> sampler, ToDoubleFunction<Assignment> score) {
        double[] losses = LongStream.range(0, 30)
                .mapToDouble(seed -> -Searches.best(Searches.run(sampler.apply(seed), score, 60)))
                .sorted()
                .toArray();
        System.out.printf("loss: q1 %.4g median %.4g q3 %.4g%n", losses[7], (losses[14] + losses[15]) / 2, losses[22]);
        return (losses[14] + losses[15]) / 2;
    }

    private static void compare(SearchSpace space, ToDoubleFunction<Assignment> score, double optimum, double part) {
        double random = medianLoss(seed -> new RandomSampler(space, seed), score) - optimum;
        double tpe = medianLoss(seed -> new TpeSampler(space, seed, false), score) - optimum;
        assertTrue(tpe < part * random, "TPE loses " + tpe + ", random " + random);
    }

    @Test
    void tpe_loses_less_than_half_of_what_random_search_loses_on_a_sphere() {
        compare(Searches.CUBE, Searches::sphere, 0, 0.5);
    }

    @Test
    void tpe_loses_less_than_random_search_on_branin() {
        compare(Searches.BRANIN, Searches::branin, 0.397887, 0.8);
    }

    @Test
    void tpe_loses_less_than_random_search_where_a_parameter_depends_on_a_choice() {
        compare(Searches.CONDITIONAL, Searches::conditional, 0, 0.8);
    }
}
