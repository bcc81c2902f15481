package io.holdout.coordinator.search.stopping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares with a literal transcription of the published algorithm, asha_trace.py. */
class AshaTraceTest {
    private static JsonNode trace() throws IOException {
        try (InputStream in = AshaTraceTest.class.getResourceAsStream("/search/asha-trace.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void promotes_whom_the_published_algorithm_promotes_and_when() throws IOException {
        JsonNode trace = trace();
        var rule = new Asha(
                trace.get("least").asInt(),
                trace.get("most").asInt(),
                trace.get("reduction").asInt());
        var reports = new ArrayList<Report>();
        var goals = new HashMap<Integer, Integer>();
        int promotions = 0;
        for (JsonNode step : trace.get("steps")) {
            int resource = step.get("resource").asInt();
            if (step.has("done")) {
                reports.add(new Report(
                        step.get("done").asInt(), resource, -step.get("loss").asDouble()));
                continue;
            }
            int candidate = step.get("job").asInt();
            Optional<Climb> next = rule.next(new Course(reports, goals));
            if (resource == rule.first(candidate)) {
                assertEquals(Optional.empty(), next, "the algorithm drew a new one: " + step);
            } else {
                assertEquals(Optional.of(new Climb(candidate, resource)), next);
                promotions++;
            }
            goals.put(candidate, resource);
        }
        assertTrue(promotions > 40, promotions + " promotions");
    }
}
