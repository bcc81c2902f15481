package io.holdout.coordinator.journal.cassandra;

import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.EpochRegistry;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A real coordinator on a journal, and a worker that is only messages. */
final class RunningCoordinator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "none", 1, "17", "test");
    private static final String SETTINGS =
            """
            pekko {
              loglevel = WARNING
              loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
              logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
              log-dead-letters = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              actor {
                allow-java-serialization = off
                serializers.holdout = "io.holdout.protocol.wire.KryoSerializer"
                serialization-bindings { "io.holdout.protocol.wire.WireValue" = holdout }
              }
            }
            """;

    private final ArtifactStore artifacts;
    private final EpochFence fence;
    private final ActorSystem<Object> system;
    private final ActorRef<ToWorker> worker;
    private final LinkedBlockingQueue<ToWorker> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger batches = new AtomicInteger();

    RunningCoordinator(Journal journal, ArtifactStore artifacts, List<String> known, Projection projection) {
        this(
                journal,
                artifacts,
                known,
                projection,
                EpochFence.claim(
                        journal instanceof CassandraJournal cassandra ? cassandra.epochs() : new OnlyWriter(), "test"));
    }

    /** Where no other coordinator writes, and epochs are not what is looked at. */
    static final class OnlyWriter implements EpochRegistry {
        @Override
        public long claim(String holder) {
            return System.currentTimeMillis();
        }

        @Override
        public boolean holds(long epoch) {
            return true;
        }
    }

    RunningCoordinator(
            Journal journal, ArtifactStore artifacts, List<String> known, Projection projection, EpochFence fence) {
        this.artifacts = artifacts;
        this.fence = fence;
        var config = journal.config()
                .withFallback(ConfigFactory.parseString(SETTINGS))
                .withFallback(ConfigFactory.load())
                .resolve();
        system = ActorSystem.create(
                CoordinatorActor.create(known, artifacts, System::currentTimeMillis, fence, projection),
                "test",
                config);
        worker = system.systemActorOf(
                Behaviors.receive((context, message) -> {
                    if (message instanceof ToWorkerBatch batch) {
                        batches.incrementAndGet();
                        heard.addAll(batch.messages());
                    } else {
                        heard.add(message);
                    }
                    return Behaviors.same();
                }),
                "worker",
                Props.empty());
    }

    /** Submits a sweep; returns why it was refused, or null. */
    Failure submit(String name, String more) throws Exception {
        var submission = submission(name, more);
        return AskPattern.<Object, SweepActor.Answer>ask(
                        system,
                        replyTo -> new CoordinatorActor.Submit(name, submission, "test", true, replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .get()
                .refusal();
    }

    static Submission submission(String name, String more) {
        var fingerprints =
                new TreeMap<>(Map.of("bus", CanonicalJson.sha256("bus"), "oct", CanonicalJson.sha256("oct")));
        return new Submission(
                "sweep: " + name + "\ndatasets: [bus, oct]\nbackbones: conv4\n" + more,
                "test.yaml",
                MedimetaCatalogue.load(),
                fingerprints,
                new TreeMap<>());
    }

    /** Asked again after a while: what is asked in the moment of an outage waits until its end. */
    CoordinatorActor.ViewAnswer view(String sweep) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return AskPattern.<Object, CoordinatorActor.ViewAnswer>ask(
                                system,
                                replyTo -> new CoordinatorActor.View(sweep, replyTo),
                                Duration.ofSeconds(2),
                                system.scheduler())
                        .toCompletableFuture()
                        .get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TimeoutException) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    /** Beats with so many free slots; returns the orders that come before the beat is acknowledged. */
    List<RunAttempt> orders(int slots) throws InterruptedException {
        return orders(slots, ProtocolVersion.CURRENT);
    }

    /** As {@link #orders(int)}, of a worker that speaks this protocol. */
    List<RunAttempt> orders(int slots, int protocol) throws InterruptedException {
        system.tell(new WorkerBeat("worker", 1, NODE, slots, List.of(), worker, protocol, 0));
        var orders = new ArrayList<RunAttempt>();
        while (true) {
            ToWorker said = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (said == null) {
                throw new IllegalStateException("the coordinator does not answer");
            }
            if (said instanceof RunAttempt order) {
                orders.add(order);
            } else if (said instanceof BeatAcknowledged) {
                return orders;
            }
        }
    }

    /** How many messages came as several in one. */
    int batches() {
        return batches.get();
    }

    /** Beats with so many free slots; nobody waits for an answer. */
    void beat(int slots) {
        system.tell(new WorkerBeat("worker", 1, NODE, slots, 0, List.of(), worker));
    }

    /** Beats as a worker that speaks this protocol; returns the answer. */
    BeatAcknowledged beatSpeaking(int protocol) throws InterruptedException {
        system.tell(new WorkerBeat("other", 1, NODE, 1, List.of(), worker, protocol, 0));
        ToWorker said = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (said instanceof BeatAcknowledged answer) {
            return answer;
        }
        throw new IllegalStateException("the coordinator answers " + said);
    }

    /** As {@link #orders}, beating until there are some: just after submission a beat may come too early. */
    List<RunAttempt> someOrders(int slots) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<RunAttempt> orders = orders(slots);
        while (orders.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no orders come");
            }
            orders = orders(slots);
        }
        return orders;
    }

    /** Reports results of all, again and again until each is acknowledged; returns the trials acknowledged. */
    Set<String> finish(List<RunAttempt> orders) throws InterruptedException {
        var open = new ArrayList<>(orders);
        var acknowledged = new TreeSet<String>();
        while (!open.isEmpty()) {
            open.forEach(this::report);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (!open.isEmpty() && System.nanoTime() < until) {
                if (heard.poll(100, TimeUnit.MILLISECONDS) instanceof ReportAcknowledged said) {
                    open.removeIf(order -> order.attempt().equals(said.attempt()));
                    acknowledged.add(said.attempt().trial().hex());
                }
            }
        }
        return acknowledged;
    }

    /** Reports a result once; nobody waits for the acknowledgement. */
    void report(RunAttempt order) {
        String result = artifacts.put(result(CanonicalJson.read(order.spec(), TrialSpec.class)));
        system.tell(new AttemptSucceeded("worker", order.attempt(), result, 0.75, 1_000, NODE, worker, ""));
    }

    private byte[] result(TrialSpec spec) {
        String id = spec.id().hex();
        TrialResult result;
        if (spec instanceof PretrainSpec) {
            var checkpoints = new TreeMap<CheckpointKind, String>();
            checkpoints.put(CheckpointKind.LAST, artifacts.put(("last " + id).getBytes(StandardCharsets.UTF_8)));
            result = new TrialResult.Pretrained(checkpoints, 1, List.of());
        } else if (spec instanceof SupervisedSpec) {
            String checkpoint = artifacts.put(("best " + id).getBytes(StandardCharsets.UTF_8));
            result = new TrialResult.Supervised(0.75, 0.5, 0.5, 10, 1, checkpoint, List.of());
        } else {
            int number = Integer.parseInt(id.substring(0, 6), 16);
            result = new TrialResult.Adapted(List.of(new TrialResult.EpisodePoint(number, 5, 0.75, 0.5, 0.5)));
        }
        return result.canonicalForm().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it has ended by itself. */
    boolean hasEnded() {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    /** Reports that it has acknowledged and nobody has looked at yet. */
    List<ReportAcknowledged> acknowledgements() {
        var said = new ArrayList<ToWorker>();
        heard.drainTo(said);
        return said.stream()
                .filter(ReportAcknowledged.class::isInstance)
                .map(ReportAcknowledged.class::cast)
                .toList();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        fence.close();
    }
}
