package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final Batches<String, String> batches = new Batches<>(2, 3);

    private static SweepRequest<String, String> beat(String worker) {
        return new SweepRequest<>(
                new SweepCommand.ReconcileWorker(worker, 1, List.of(), 1, false), worker, null, null, List.of());
    }

    private static SweepRequest<String, String> cancel() {
        return new SweepRequest<>(new SweepCommand.CancelSweep(), null, null, "client", List.of());
    }

    private List<SweepRequest<String, String>> rest() {
        var rest = new ArrayList<SweepRequest<String, String>>();
        for (var batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
            rest.addAll(batch);
        }
        return rest;
    }

    @Test
    void sends_the_first_at_once_and_collects_the_others_while_it_is_under_way() {
        assertEquals(List.of(beat("a")), batches.add(beat("a")));

        assertEquals(List.of(), batches.add(beat("b")));
        assertEquals(List.of(), batches.add(beat("c")));
        assertEquals(List.of(), batches.add(beat("d")));

        assertEquals(List.of(beat("b"), beat("c")), batches.next(), "at most two at once");
        assertEquals(List.of(beat("d")), batches.next());
        assertEquals(List.of(), batches.next());
        assertEquals(List.of(beat("e")), batches.add(beat("e")));
    }

    @Test
    void drops_what_is_said_again_anyway_when_too_many_wait_and_keeps_what_is_said_once() {
        batches.add(beat("under way"));
        batches.add(cancel());
        batches.add(beat("a"));
        batches.add(beat("b"));

        batches.add(beat("c"));

        assertEquals(List.of(cancel(), beat("b"), beat("c")), rest());
    }
}
