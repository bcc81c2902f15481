package io.holdout.coordinator.web;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.logs.AttemptLogs;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.coordinator.web.live.CellBook;
import io.holdout.coordinator.web.live.Watch;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;

/** What handlers share: how to ask the coordinator, look at a sweep, and do what blocks. */
final class Service {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than the period of live messages, and less than a phase of a shutdown may take. */
    private static final Duration LAST_WORDS = LiveRoutes.PERIOD.multipliedBy(2);

    private final ActorSystem<?> system;
    private final ActorRef<Object> coordinator;
    private final Supplier<JournalReader> journal;
    private final ArtifactStore artifacts;
    private final AttemptLogs logs;
    private final Executor blocking;
    private final SharedKillSwitch open = KillSwitches.shared("streams");
    private final AtomicInteger watchers = new AtomicInteger();
    private final SweepReader reader;
    private final Map<String, CellBook> books = new ConcurrentHashMap<>();
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    Service(ActorSystem<?> system, ActorRef<Object> coordinator, WebSettings settings) {
        this.system = system;
        this.coordinator = coordinator;
        this.journal = settings.journal();
        this.artifacts = settings.artifacts();
        this.logs = settings.logs();
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.reader = new SweepReader(system, coordinator, System::nanoTime);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "end-streams", this::endStreams);
    }

    /** A sweep's coordinator may end as soon as it has finished: whoever watches sees that first. */
    private CompletionStage<Done> endStreams() {
        reader.forgetAll();
        Duration rest = watchers.get() == 0 ? Duration.ZERO : LAST_WORDS;
        return Patterns.after(rest, system.classicSystem().scheduler(), system.executionContext(), () -> {
            open.shutdown();
            return CompletableFuture.completedFuture(Done.getInstance());
        });
    }

    /** How many follow a sweep live. */
    AtomicInteger watchers() {
        return watchers;
    }

    /** Ends streams before the node does; else each of them fails, and Pekko logs each. */
    <T> Graph<FlowShape<T, T>, SharedKillSwitch> untilTheEnd() {
        return open.flow();
    }

    AttemptLogs logs() {
        return logs;
    }

    interface Asking<R> {
        Object with(ActorRef<R> replyTo);
    }

    ActorSystem<?> system() {
        return system;
    }

    SweepReader reader() {
        return reader;
    }

    ArtifactStore artifacts() {
        return artifacts;
    }

    JournalReader journal() {
        return journal.get();
    }

    CellBook cells(String sweep) {
        return books.computeIfAbsent(sweep, name -> new CellBook(artifacts));
    }

    Watch watch(String sweep) {
        return watches.computeIfAbsent(sweep, name -> new Watch(name, cells(name), journal));
    }

    /** Fails with {@link Refused} if no answer comes. */
    <R> CompletionStage<R> ask(Asking<R> asking) {
        return ask(PATIENCE, asking);
    }

    /** As {@link #ask(Asking)}, of what may well not be answered. */
    <R> CompletionStage<R> ask(Duration patience, Asking<R> asking) {
        return AskPattern.<Object, R>ask(coordinator, asking::with, patience, system.scheduler())
                .exceptionally(problem -> {
                    throw Failures.late();
                });
    }

    /** Asks for a change, and answers when it is durable. */
    CompletionStage<HttpResponse> change(String sweep, Asking<SweepActor.Answer> asking) {
        return this.ask(asking).thenApply(answer -> {
            reader.forget(sweep);
            Failure refusal = answer.refusal();
            if (refusal != null) {
                throw new Refused(Problem.of(Failures.isNotThere(refusal) ? 404 : 409, refusal));
            }
            return Answers.json(Map.of());
        });
    }

    /** Looks at a sweep, and makes the answer on a thread that may block. */
    CompletionStage<HttpResponse> from(String sweep, Function<Sight, HttpResponse> answer) {
        return reader.look(sweep).thenApplyAsync(look -> answer.apply(look.sight()), blocking);
    }

    <R> CompletionStage<R> blocking(Supplier<R> work) {
        return CompletableFuture.supplyAsync(work, blocking);
    }

    CompletionStage<CoordinatorActor.Surveyed> survey() {
        return ask(CoordinatorActor.Survey::new);
    }
}
