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
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.Coordinators;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.WorkerBeat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final LinkedBlockingQueue<WorkerBeat> beats = new LinkedBlockingQueue<>();
    private final CountDownLatch idle = new CountDownLatch(1);
    private AttemptRunner runner;
    private ActorSystem<Object> system;

    @BeforeEach
    void start() {
        log.start();
        root().addAppender(log);
        runner = new AttemptRunner(
                (trial, inputs, progress, checkpoints) -> {
                    throw new IllegalStateException("nothing is ordered");
                },
                new PatientArtifacts(new LocalArtifactStore(folder.resolve("artifacts"))),
                new CheckpointFolder(folder.resolve("checkpoints"), Duration.ofMinutes(1)),
                1,
                () -> {});
        system = ActorSystem.create(
                Behaviors.setup(context -> WorkerActor.create(
                        "worker-1",
                        7,
                        NODE,
                        1,
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
