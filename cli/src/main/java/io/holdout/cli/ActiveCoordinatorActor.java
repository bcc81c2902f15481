package io.holdout.cli;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.web.HttpInterface;
import io.holdout.protocol.message.Coordinators;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
    private static final int TOKEN_BYTES = 24;
    private static final Executor THREAD = task -> {
        var thread = new Thread(task, "tenure");
        thread.setDaemon(true);
        thread.start();
    };

    /** What it is told. */
    sealed interface Message permits Begun, Listening, Failed, Stop {}

    private record Begun(Tenure tenure) implements Message {}

    private record Listening(InetSocketAddress http, String token) implements Message {}

    private record Failed(Throwable cause) implements Message {}

    /** Another node shall do it. */
    enum Stop implements Message {
        INSTANCE
    }

    /** Begins a tenure as long as that is wanted. May block. */
    interface Beginning {
        Tenure begin(AtomicBoolean wanted);
    }

    private final Home home;
    private final String host;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private @Nullable Tenure tenure;

    private ActiveCoordinatorActor(
            ActorContext<Message> context, Home home, String host, Beginning beginning, Consumer<Throwable> failed) {
        super(context);
        this.home = home;
        this.host = host;
        this.failed = failed;
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> beginning.begin(wanted), THREAD),
                (begun, problem) -> problem == null ? new Begun(begun) : new Failed(problem));
    }

    /** @param failed told why, before the node ends because of it */
    static Behavior<Message> create(Home home, String host, Beginning beginning, Consumer<Throwable> failed) {
        return Behaviors.setup(context -> new ActiveCoordinatorActor(context, home, host, beginning, failed));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begun.class, this::onBegun)
                .onMessage(Listening.class, this::onListening)
                .onMessage(Failed.class, this::onFailed)
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
                                begun.tenure().projection()),
                        "coordinator");
        getContext().watch(coordinator);
        system.receptionist().tell(Receptionist.register(Coordinators.KEY, coordinator.narrow()));
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        String hex = HexFormat.of().formatHex(token);
        getContext()
                .pipeToSelf(
                        HttpInterface.start(system, coordinator, host, 0, hex),
                        (http, problem) -> problem == null ? new Listening(http, hex) : new Failed(problem));
        return this;
    }

    private Behavior<Message> onListening(Listening listening) {
        int remoting = Cluster.get(getContext().getSystem())
                .selfMember()
                .address()
                .getPort()
                .orElseThrow();
        String http = "http://" + host + ":" + listening.http().getPort();
        home.announce(new Home.Endpoint(ProcessHandle.current().pid(), http, listening.token(), remoting));
        return this;
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
        if (tenure != null) {
            tenure.close();
            home.withdraw(ProcessHandle.current().pid());
        }
        return this;
    }
}
