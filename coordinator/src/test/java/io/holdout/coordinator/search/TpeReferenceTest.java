package io.holdout.coordinator.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the best of 100 trials, over 30 seeds, with Optuna's; see tpe_reference.py and decision 17. */
class TpeReferenceTest {
    private static final JsonNode REFERENCE = reference();

    private static JsonNode reference() {
        try (InputStream in = TpeReferenceTest.class.getResourceAsStream("/search/tpe-reference.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double optuna(Functions function, String quartile) {
        return REFERENCE.get("best").get(function.word()).get(quartile).asDouble();
    }

    private static double median(LongFunction<Sampler> sampler, Functions function) {
        int seeds = REFERENCE.get("seeds").asInt();
        double[] best = LongStream.range(0, seeds)
                .parallel()
                .mapToDouble(seed -> -Searches.best(Searches.run(
                        sampler.apply(seed),
                        function::score,
                        REFERENCE.get("trials").asInt())))
                .sorted()
                .toArray();
        return (best[seeds / 2 - 1] + best[seeds / 2]) / 2;
    }

    @Test
    void the_reference_is_of_the_size_that_was_promised() {
        assertEquals(30, REFERENCE.get("seeds").asInt());
        assertEquals(100, REFERENCE.get("trials").asInt());
        assertEquals(Functions.values().length, REFERENCE.get("best").size());
    }

    @ParameterizedTest
    @EnumSource
    void the_median_lies_within_the_quartiles_of_optuna_or_is_better(Functions function) {
        double median = median(seed -> new TpeSampler(function.space(), seed, false), function);
        assertTrue(
                median <= optuna(function, "q3"),
                function + ": median " + median + ", Optuna's "
                        + REFERENCE.get("best").get(function.word()));
    }

    /** So the reference tells a good search from another; on the conditional one, both samplers fall for a trap. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONDITIONAL")
    void random_search_does_not_come_as_far(Functions function) {
        double median = median(seed -> new RandomSampler(function.space(), seed), function);
        assertTrue(median > optuna(function, "q3"), function + ": median " + median);
    }
}
