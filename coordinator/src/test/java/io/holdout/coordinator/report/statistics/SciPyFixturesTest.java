package io.holdout.coordinator.report.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against SciPy, scikit-posthocs and statsmodels; their versions are in fixtures.json, beside the script that made it. */
class SciPyFixturesTest {
    private static final JsonNode FIXTURES = read();

    private static JsonNode read() {
        try (var in = SciPyFixturesTest.class.getResourceAsStream("fixtures.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static List<double[]> scores(JsonNode fixture) {
        var scores = new ArrayList<double[]>();
        fixture.path("scores").forEach(row -> scores.add(numbers(row)));
        return scores;
    }

    private interface Check {
        void of(JsonNode fixture);
    }

    private static Stream<DynamicTest> each(String kind, Check check) {
        assertTrue(FIXTURES.path(kind).size() >= 3, kind);
        return StreamSupport.stream(FIXTURES.path(kind).spliterator(), false)
                .map(fixture -> DynamicTest.dynamicTest(
                        fixture.path("name").asText(fixture.toString()), () -> check.of(fixture)));
    }

    @TestFactory
    Stream<DynamicTest> the_signed_rank_test_is_scipys_with_ties_zeros_and_few_pairs() {
        return each("signed_rank", fixture -> {
            SignedRank test = SignedRank.of(numbers(fixture.path("differences")));
            assertEquals(fixture.path("statistic").asDouble(), test.statistic(), 1e-9);
            assertEquals(
                    fixture.path("p").asDouble(),
                    test.p(),
                    1e-9,
                    fixture.path("how").asText());
            assertEquals(fixture.path("rank_biserial").asDouble(), test.rankBiserial(), 1e-12);
        });
    }

    @TestFactory
    Stream<DynamicTest> the_paired_t_test_and_its_interval_are_scipys() {
        return each("paired_t", fixture -> {
            var compared = PairedComparison.of(numbers(fixture.path("first")), numbers(fixture.path("second")));
            // the differences are rounded to twelve digits before
            assertEquals(fixture.path("p").asDouble(), compared.t().p().getAsDouble(), 1e-9);
            assertEquals(
                    fixture.path("low").asDouble(),
                    compared.t().interval().orElseThrow().low(),
                    1e-9);
            assertEquals(
                    fixture.path("high").asDouble(),
                    compared.t().interval().orElseThrow().high(),
                    1e-9);
            assertEquals(
                    fixture.path("cohen_d").asDouble(), compared.t().cohensD().getAsDouble(), 1e-9);
        });
    }

    @TestFactory
    Stream<DynamicTest> holms_correction_is_that_of_statsmodels() {
        return each(
                "holm",
                fixture -> assertArrayEquals(
                        numbers(fixture.path("adjusted")), Holm.adjust(numbers(fixture.path("p"))), 1e-12));
    }

    @TestFactory
    Stream<DynamicTest> friedmans_test_is_scipys() {
        return each("friedman", fixture -> {
            Friedman test = Friedman.of(scores(fixture));
            assertEquals(fixture.path("chi_squared").asDouble(), test.chiSquared(), 1e-9);
            assertEquals(fixture.path("p").asDouble(), test.p(), 1e-9);
            assertEquals(fixture.path("iman_davenport_p").asDouble(), test.imanDavenportP(), 1e-9);
            assertArrayEquals(
                    numbers(fixture.path("mean_ranks")),
                    test.meanRanks().stream().mapToDouble(r -> r).toArray(),
                    1e-12);
        });
    }

    @TestFactory
    Stream<DynamicTest> nemenyis_test_is_that_of_scikit_posthocs() {
        return each("friedman", fixture -> {
            Friedman test = Friedman.of(scores(fixture));
            assertEquals(fixture.path("critical_difference").asDouble(), test.criticalDifference(), 1e-6);
            double[] expected = numbers(fixture.path("nemenyi"));
            int at = 0;
            for (int i = 0; i < test.meanRanks().size(); i++) {
                for (int j = i + 1; j < test.meanRanks().size(); j++) {
                    assertEquals(expected[at++], test.nemenyi(i, j), 1e-6, i + " " + j);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> the_studentized_range_is_scipys() {
        return each(
                "studentized_range",
                fixture -> assertEquals(
                        fixture.path("survival").asDouble(),
                        StudentizedRange.survival(
                                fixture.path("q").asDouble(), fixture.path("k").asInt()),
                        1e-8));
    }

    @TestFactory
    Stream<DynamicTest> the_bootstrap_interval_of_given_resamples_is_scipys() {
        return each("bootstrap", fixture -> {
            Interval interval =
                    Bootstrap.biasCorrected(numbers(fixture.path("values")), numbers(fixture.path("means")));
            assertEquals(fixture.path("low").asDouble(), interval.low(), 1e-9);
            assertEquals(fixture.path("high").asDouble(), interval.high(), 1e-9);
        });
    }

    @TestFactory
    Stream<DynamicTest> our_draws_give_the_interval_of_scipys_hundred_thousand() {
        return each("bootstrap", fixture -> {
            Interval interval = new Bootstrap().ofMean(numbers(fixture.path("values")));
            double low = fixture.path("many_low").asDouble();
            double high = fixture.path("many_high").asDouble();
            assertEquals(low, interval.low(), 0.1 * (high - low));
            assertEquals(high, interval.high(), 0.1 * (high - low));
        });
    }

    @Test
    void the_critical_values_are_those_of_the_textbook() {
        // Demšar (2006), table 5: q at 5% over the square root of two
        double[] known = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
        for (int k = 2; k <= 10; k++) {
            assertEquals(known[k - 2], StudentizedRange.critical(0.05, k) / Math.sqrt(2), 1e-3, "k = " + k);
        }
    }
}
