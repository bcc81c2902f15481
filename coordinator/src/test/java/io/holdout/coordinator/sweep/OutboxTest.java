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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int LARGEST_FRAME = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "outbox");

    private final Outbox outbox = new Outbox();

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().join();
    }

    /** What one worker hears, message by message as it comes. */
    private static final class Worker {
        private final LinkedBlockingQueue<ToWorker> heard = new LinkedBlockingQueue<>();
        private final WorkerAddress address;

        Worker(String name, boolean takesBatches) {
            ActorRef<ToWorker> ref = SYSTEM.systemActorOf(
                    Behaviors.receiveMessage(message -> {
                        heard.add(message);
                        return Behaviors.same();
                    }),
                    name,
                    Props.empty());
            address = new WorkerAddress(ref, takesBatches);
        }

        ToWorker next() throws InterruptedException {
            ToWorker message = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(message != null, "nothing comes");
            return message;
        }
    }

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
    void what_a_worker_is_told_comes_as_one_message_and_in_order_once_it_is_sent() throws InterruptedException {
        var one = new Worker("one", true);
        var other = new Worker("other", true);
        List<ToWorker> told = List.of(order(1, 100), acknowledged(2), new BeatAcknowledged(7, List.of()));

        told.forEach(message -> outbox.put(one.address, message));
        outbox.put(other.address, acknowledged(3));
        outbox.send();

        assertEquals(new ToWorkerBatch(told), one.next());
        assertEquals(acknowledged(3), other.next(), "one message alone is no batch");
        outbox.put(one.address, acknowledged(4));
        outbox.send();
        assertEquals(acknowledged(4), one.next(), "nothing is sent twice");
    }

    @Test
    void one_that_takes_no_batches_hears_each_message_by_itself() throws InterruptedException {
        var older = new Worker("older", false);
        List<ToWorker> told = List.of(order(1, 100), acknowledged(2), acknowledged(3));

        told.forEach(message -> outbox.put(older.address, message));
        outbox.send();

        for (ToWorker message : told) {
            assertEquals(message, older.next());
        }
    }

    @Test
    void what_answers_a_report_that_came_alone_does_not_overtake_what_was_told_before() throws InterruptedException {
        var worker = new Worker("single", true);
        var alone = WorkerAddress.ofUnknown(worker.address.ref());

        outbox.put(worker.address, order(1, 100));
        outbox.put(alone, acknowledged(2));
        outbox.put(worker.address, order(3, 100));
        outbox.put(worker.address, order(4, 100));
        outbox.send();

        assertEquals(order(1, 100), worker.next());
        assertEquals(acknowledged(2), worker.next());
        assertEquals(new ToWorkerBatch(List.of(order(3, 100), order(4, 100))), worker.next());
    }

    @Test
    void no_batch_is_larger_than_what_a_connection_takes() throws InterruptedException {
        var worker = new Worker("loaded", true);
        var codec = new WireCodec();
        List<ToWorker> told = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? acknowledged(i) : (ToWorker) order(i, i % 50 == 1 ? 200_000 : 1_000))
                .toList();

        told.forEach(message -> outbox.put(worker.address, message));
        outbox.send();

        var all = new ArrayList<ToWorker>();
        while (all.size() < told.size()) {
            ToWorker message = worker.next();
            assertTrue(codec.write(message).length < LARGEST_FRAME / 2, "a message of " + codec.write(message).length);
            all.addAll(message instanceof ToWorkerBatch batch ? batch.messages() : List.of(message));
        }
        assertEquals(told, all);
    }

    @Test
    void a_batch_holds_no_batch() {
        var batch = new ToWorkerBatch(List.of(acknowledged(1)));

        assertThrows(IllegalArgumentException.class, () -> new ToWorkerBatch(List.of(batch)));
    }
}
