package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.web.SearchView.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ImportanceTest {
    private static final List<String> PARAMETERS = List.of("rate", "optimizer");

    private static List<Candidate> candidates(ToDoubleBiFunction<Double, String> score) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < 12; i++) {
            double rate = 0.001 * (i * 5 % 12 + 1);
            String optimizer = i % 2 == 0 ? "adam" : "sgd";
            var values = new TreeMap<>(Map.of("rate", String.valueOf(rate), "optimizer", optimizer));
            candidates.add(new Candidate(i, values, 3, score.applyAsDouble(rate, optimizer), false));
        }
        return candidates;
    }

    @Test
    void a_number_that_orders_the_scores_explains_all_of_them() {
        var found = Importance.of(PARAMETERS, candidates((rate, optimizer) -> 0.9 - Math.sqrt(rate)));
        assertEquals(1, found.get("rate"), 1e-12);
        assertTrue(found.get("optimizer") < 0.2, found.toString());
    }

    @Test
    void a_choice_that_decides_the_scores_explains_all_of_them() {
        var found = Importance.of(PARAMETERS, candidates((rate, optimizer) -> optimizer.equals("sgd") ? 0.7 : 0.8));
        assertEquals(1, found.get("optimizer"), 1e-12);
    }

    @Test
    void of_a_few_scores_or_equal_ones_nothing_is_said() {
        assertTrue(
                Importance.of(PARAMETERS, candidates((rate, optimizer) -> rate).subList(0, 5))
                        .isEmpty());
        assertEquals(
                0,
                Importance.of(PARAMETERS, candidates((rate, optimizer) -> 0.5)).get("rate"));
    }

    @Property
    void is_a_share_whatever_the_scores(@ForAll @Size(12) List<@DoubleRange(min = 0, max = 1) Double> scores) {
        int[] at = {0};
        var found = Importance.of(PARAMETERS, candidates((rate, optimizer) -> scores.get(at[0]++)));
        assertTrue(found.values().stream().allMatch(value -> value >= 0 && value <= 1 + 1e-12), found.toString());
    }
}
