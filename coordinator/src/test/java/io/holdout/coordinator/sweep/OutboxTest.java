package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int LARGEST_FRAME = 1 << 20;

    private final Map<String, List<ToWorker>> heard = new HashMap<>();
    private final Outbox<String> outbox = new Outbox<>((worker, message) ->
            heard.computeIfAbsent(worker, each -> new ArrayList<>()).add(message));

    private static AttemptId attempt(int number) {
        return new AttemptId("sweep", new TrialId("ab".repeat(32)), number);
    }

    private static RunAttempt order(int number, int characters) {
        return new RunAttempt(attempt(number), "x".repeat(characters), List.of());
    }

    private static ReportAcknowledged acknowledged(int number) {
        return new ReportAcknowledged(attempt(number), ReportAcknowledged.Verdict.ACCEPTED);
    }

    @Test
    void what_a_worker_is_told_comes_as_one_message_and_in_order_once_it_is_sent() {
        List<ToWorker> told = List.of(order(1, 100), acknowledged(2), new BeatAcknowledged(7, List.of()));

        told.forEach(message -> outbox.put("one", true, message));
        outbox.put("other", true, acknowledged(3));
        assertEquals(Map.of(), heard);
        outbox.send();

        assertEquals(
                Map.of("one", List.of(new ToWorkerBatch(told)), "other", List.of(acknowledged(3))),
                heard,
                "one message alone is no batch");
        outbox.send();
        assertEquals(1, heard.get("one").size(), "nothing is sent twice");
    }

    @Test
    void one_that_takes_no_batches_hears_each_message_by_itself() {
        List<ToWorker> told = List.of(order(1, 100), acknowledged(2), acknowledged(3));

        told.forEach(message -> outbox.put("older", false, message));
        outbox.send();

        assertEquals(told, heard.get("older"));
    }

    @Test
    void what_answers_a_report_that_came_alone_does_not_overtake_what_was_told_before() {
        outbox.put("worker", true, order(1, 100));
        outbox.put("worker", false, acknowledged(2));
        outbox.put("worker", true, order(3, 100));
        outbox.put("worker", true, order(4, 100));
        outbox.send();

        assertEquals(
                List.of(order(1, 100), acknowledged(2), new ToWorkerBatch(List.of(order(3, 100), order(4, 100)))),
                heard.get("worker"));
    }

    @Test
    void no_batch_is_larger_than_what_a_connection_takes() {
        var codec = new WireCodec();
        List<ToWorker> told = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? acknowledged(i) : (ToWorker) order(i, i % 50 == 1 ? 200_000 : 1_000))
                .toList();

        told.forEach(message -> outbox.put("worker", true, message));
        outbox.send();

        var all = new ArrayList<ToWorker>();
        for (ToWorker message : heard.get("worker")) {
            int bytes = codec.write(message).length;
            assertTrue(bytes < LARGEST_FRAME / 2, "a message of " + bytes);
            all.addAll(message instanceof ToWorkerBatch batch ? batch.messages() : List.of(message));
        }
        assertEquals(told, all);
        assertTrue(heard.get("worker").size() < told.size() / 10, "few messages");
    }

    @Test
    void a_batch_holds_no_batch() {
        var batch = new ToWorkerBatch(List.of(acknowledged(1)));

        assertThrows(IllegalArgumentException.class, () -> new ToWorkerBatch(List.of(batch)));
    }
}
