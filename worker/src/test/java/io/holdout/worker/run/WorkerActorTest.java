package io.holdout.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.message.AttemptsSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.Coordinators;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.trial.TrialResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A real worker's actor, and a coordinator that is only messages. */
class WorkerActorTest {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "none", 1, "17", "test");

    /** So many that it holds more reports than one message takes. */
    private static final int SLOTS = 2;

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final LinkedBlockingQueue<WorkerBeat> beats = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<AttemptsSucceeded> reports = new LinkedBlockingQueue<>();
    private final CountDownLatch idle = new CountDownLatch(1);
    private AttemptRunner runner;
    private ActorSystem<Object> system;

    @BeforeEach
    void start() {
        log.start();
        root().addAppender(log);
        runner = new AttemptRunner(
                (trial, inputs, progress, checkpoints) -> new TrialResult.Adapted(List.of()),
                new PatientArtifacts(new LocalArtifactStore(folder.resolve("artifacts"))),
                new CheckpointFolder(folder.resolve("checkpoints"), Duration.ofMinutes(1)),
                SLOTS,
                () -> {});
        system = ActorSystem.create(
                Behaviors.setup(context -> WorkerActor.create(
                        "worker-1",
                        7,
                        NODE,
                        SLOTS,
                        runner,
                        Duration.ofSeconds(8),
                        new Idleness(Duration.ofSeconds(5), idle::countDown))),
                "worker");
    }

    @AfterEach
    void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        runner.close();
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private void coordinator(String name, boolean welcomes) {
        ActorRef<ToCoordinator> coordinator = system.systemActorOf(
                Behaviors.receive((context, message) -> {
                    if (message instanceof WorkerBeat beat) {
                        var refusal = welcomes ? null : ProtocolVersion.refusal(beat.worker(), "9.9", 99);
                        beat.replyTo().tell(new BeatAcknowledged(1, List.of(), refusal));
                        beats.add(beat);
                    } else if (message instanceof AttemptsSucceeded report) {
                        reports.add(report);
                    }
                    return Behaviors.same();
                }),
                name,
                Props.empty());
        system.receptionist().tell(Receptionist.register(Coordinators.KEY, coordinator));
    }

    @Test
    void says_that_it_is_idle_only_while_a_coordinator_answers_and_has_nothing_for_it() throws InterruptedException {
        // longer than it may be idle, shorter than its patience with silence
        assertFalse(idle.await(7, TimeUnit.SECONDS), "nobody answered");

        coordinator("welcoming", true);
        assertTrue(idle.await(30, TimeUnit.SECONDS), "a coordinator answered and had nothing");
    }

    @Test
    void says_its_protocol_at_every_beat() throws InterruptedException {
        coordinator("welcoming", true);

        for (int i = 0; i < 3; i++) {
            WorkerBeat beat = beats.poll(30, TimeUnit.SECONDS);
            assertNotNull(beat, "it beats every second");
            assertEquals(ProtocolVersion.CURRENT, beat.protocol());
        }
    }

    @Test
    void keeps_quiet_when_refused_says_so_once_and_asks_the_next_coordinator_at_once() throws InterruptedException {
        coordinator("refusing", false);
        assertNotNull(beats.poll(30, TimeUnit.SECONDS));

        // the answer may cross the beat after it; then there is silence for far longer than a beat, or than its
        // patience
        beats.poll(2, TimeUnit.SECONDS);
        beats.clear();
        assertNull(beats.poll(10, TimeUnit.SECONDS), "a refused worker beats on");
        assertEquals(
                1,
                List.copyOf(log.list).stream()
                        .filter(event -> event.getFormattedMessage().contains("PROTOCOL_MISMATCH"))
                        .count());

        coordinator("welcoming", true);
        assertNotNull(beats.poll(5, TimeUnit.SECONDS), "a new coordinator is asked");
        assertTrue(system.whenTerminated().value().isEmpty(), "it never left");
    }

    @Test
    void runs_what_it_is_ordered_in_one_message_reports_many_in_one_and_forgets_what_is_acknowledged_in_one()
            throws InterruptedException {
        int all = AttemptsSucceeded.MOST + 16;
        // what has ended takes no room, though nobody has heard of it
        int ordered = 0;
        while (ordered < all) {
            int first = ordered + 1;
            ordered = Math.min(all, SLOTS + runner.ahead());
            system.tell(new ToWorkerBatch(messages(first, ordered, Orders::order)));
            int sent = ordered;
            await("all of them end", () -> runner.unacknowledged().size() == sent);
        }

        coordinator("welcoming", true);
        assertEquals(AttemptsSucceeded.MOST, successes());
        assertEquals(16, successes());

        system.tell(new ToWorkerBatch(messages(
                1,
                all,
                number ->
                        new ReportAcknowledged(Orders.order(number).attempt(), ReportAcknowledged.Verdict.ACCEPTED))));
        await("all are forgotten", () -> runner.held().isEmpty());
    }

    private int successes() throws InterruptedException {
        AttemptsSucceeded report = reports.poll(30, TimeUnit.SECONDS);
        assertNotNull(report, "it reports");
        return report.successes().size();
    }

    private static List<ToWorker> messages(int first, int last, IntFunction<ToWorker> message) {
        return IntStream.rangeClosed(first, last).mapToObj(message).toList();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void beats_once_for_all_that_changed_at_once() throws InterruptedException {
        coordinator("welcoming", true);
        assertNotNull(beats.poll(30, TimeUnit.SECONDS));
        beats.clear();

        for (int i = 0; i < 1_000; i++) {
            system.tell(WorkerActor.Changed.INSTANCE);
        }

        assertNotNull(beats.poll(30, TimeUnit.SECONDS), "a change is said at once");
        WorkerBeat next = beats.poll(30, TimeUnit.SECONDS);
        assertNotNull(next);
        assertTrue(beats.size() < 500, "%d beats for 1,000 changes".formatted(beats.size() + 2));
    }
}
