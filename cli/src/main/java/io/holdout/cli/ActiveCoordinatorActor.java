package io.holdout.cli;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.logs.AttemptLogs;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.web.HttpInterface;
import io.holdout.coordinator.web.WebSettings;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.metrics.SweepMeters;
import io.holdout.coordinator.web.notify.Notices;
import io.holdout.coordinator.web.notify.Webhook;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.Coordinators;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * The active part of a coordinator, one in a cluster: begins its {@link Tenure}, then is found by workers and clients. When
 * any of it fails, or another has taken its place, the whole node ends, and whoever started it starts it again.
 */
final class ActiveCoordinatorActor extends AbstractBehavior<ActiveCoordinatorActor.Message> {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Executor THREAD = task -> {
        var thread = new Thread(task, "tenure");
        thread.setDaemon(true);
        thread.start();
    };

    /** What it is told. */
    sealed interface Message permits Begun, Listening, Failed, Look, Stop {}

    private enum Look implements Message {
        INSTANCE
    }

    private record Begun(Tenure tenure) implements Message {}

    private record Listening(InetSocketAddress http) implements Message {}

    private record Failed(Throwable cause) implements Message {}

    /** Another node shall do it. */
    enum Stop implements Message {
        INSTANCE
    }

    /** Begins a tenure as long as that is wanted. May block. */
    interface Beginning {
        Tenure begin(AtomicBoolean wanted);
    }

    /** What the page and the API are served with. */
    record Serving(WebOption option, Tokens tokens, Optional<Webhook> webhook, Supplier<JournalReader> journal) {
        WebSettings settings(Home home, SweepMeters meters, AttemptLogs logs) {
            WebOption.Address address = option.address();
            int last = home.lastHttpPort();
            // a page that is open finds the next coordinator where the last one was
            int[] ports = address.port() == 0 && last != 0 ? new int[] {last, 0} : new int[] {address.port()};
            return new WebSettings(
                    address.host(), ports, tokens, option.context(), journal, home.artifacts(), meters, logs);
        }
    }

    private final Home home;
    private final Serving serving;
    private final Consumer<Throwable> failed;
    private final SweepMeters meters = new SweepMeters();
    private final AttemptLogs logs;
    private final @Nullable Notices notices;
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private @Nullable Tenure tenure;

    private ActiveCoordinatorActor(
            ActorContext<Message> context,
            Home home,
            Serving serving,
            Beginning beginning,
            Consumer<Throwable> failed) {
        super(context);
        this.home = home;
        this.serving = serving;
        this.logs = new AttemptLogs(home.attemptLogs());
        this.failed = failed;
        this.notices = serving.webhook()
                .map(webhook -> new Notices(webhook, System::currentTimeMillis))
                .orElse(null);
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> beginning.begin(wanted), THREAD),
                (begun, problem) -> problem == null ? new Begun(begun) : new Failed(problem));
    }

    /** @param failed told why, before the node ends because of it */
    static Behavior<Message> create(Home home, Serving serving, Beginning beginning, Consumer<Throwable> failed) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            return new ActiveCoordinatorActor(context, home, serving, beginning, failed);
        }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begun.class, this::onBegun)
                .onMessage(Listening.class, this::onListening)
                .onMessage(Failed.class, this::onFailed)
                .onMessageEquals(Look.INSTANCE, this::onLook)
                .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
                .onSignal(Terminated.class, ended -> end())
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Message> onBegun(Begun begun) {
        tenure = begun.tenure();
        var system = getContext().getSystem();
        ActorRef<Object> coordinator = getContext()
                .spawn(
                        CoordinatorActor.create(
                                begun.tenure().sweeps(),
                                home.artifacts(),
                                System::currentTimeMillis,
                                begun.tenure().fence(),
                                begun.tenure().projection(),
                                notices == null
                                        ? meters.and(logs)
                                        : meters.and(notices).and(logs)),
                        "coordinator");
        getContext().watch(coordinator);
        system.receptionist().tell(Receptionist.register(Coordinators.KEY, coordinator.narrow()));
        getContext()
                .pipeToSelf(
                        HttpInterface.start(system, coordinator, serving.settings(home, meters, logs)),
                        (http, problem) -> problem == null ? new Listening(http) : new Failed(unbound(problem)));
        return this;
    }

    private Behavior<Message> onListening(Listening listening) {
        int remoting = Cluster.get(getContext().getSystem())
                .selfMember()
                .address()
                .getPort()
                .orElseThrow();
        int port = listening.http().getPort();
        home.rememberHttpPort(port);
        String http = serving.option().scheme() + "://"
                + listening.http().getAddress().getHostAddress() + ":" + port;
        home.announce(new Home.Endpoint(
                ProcessHandle.current().pid(),
                http,
                serving.tokens().operator(),
                remoting,
                serving.option().fingerprint()));
        return this;
    }

    private Behavior<Message> onLook() {
        if (notices != null) {
            notices.look();
        }
        return this;
    }

    private Throwable unbound(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || cause.getClass().getSimpleName().startsWith("Bind")) {
                return HoldoutException.infrastructure(
                        "PORT_IN_USE",
                        "cannot listen on " + serving.option().address() + "; name a free port with --http HOST:PORT",
                        cause);
            }
        }
        return problem;
    }

    private Behavior<Message> onFailed(Failed failure) {
        getContext().getLog().error("cannot coordinate", failure.cause());
        failed.accept(failure.cause());
        return end();
    }

    private Behavior<Message> end() {
        getContext().getSystem().terminate();
        return this;
    }

    private Behavior<Message> onStopped() {
        wanted.set(false);
        meters.close();
        logs.close();
        if (notices != null) {
            notices.close();
        }
        if (tenure != null) {
            tenure.close();
            home.withdraw(ProcessHandle.current().pid());
        }
        return this;
    }
}
