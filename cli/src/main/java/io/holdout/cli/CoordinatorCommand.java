package io.holdout.cli;

import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.journal.HomeLock;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.web.HttpInterface;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.Coordinators;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The coordinator's process: one a home. */
@Command(name = "coordinator", hidden = true, description = "Run a coordinator (started by 'run').")
final class CoordinatorCommand implements Callable<Integer> {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int TOKEN_BYTES = 24;

    @Option(names = "--home", description = "Folder of journal and artifacts.")
    Path folder = Home.defaultFolder();

    @Option(names = "--journal", description = "Address of the journal.")
    @Nullable
    String journalAddress;

    @Option(names = "--host", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--port", description = "Port for workers; 0 takes a free one.")
    int port;

    @Mixin
    TlsOption tls = new TlsOption();

    @Option(names = "--with-parent", description = "End when standard input closes.")
    boolean withParent;

    @Override
    public Integer call() throws Exception {
        if (withParent) {
            ParentWatch.start();
        }
        tls.check();
        var home = new Home(folder, journalAddress);
        HomeLock lock = HomeLock.take(home.folder());
        try (Journal journal = home.journal()) {
            journal.prepare();
            home.remember(journal);
            run(home, journal);
        } finally {
            lock.close();
        }
        return ExitCode.OK;
    }

    private void run(Home home, Journal journal) throws Exception {
        ActorSystem<SpawnProtocol.Command> system = system(journal);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
        try (Projection projection = journal.projection(home.artifacts())) {
            ActorRef<Object> coordinator = coordinator(system, home, journal, projection);
            announce(system, coordinator, home);
            system.getWhenTerminated().toCompletableFuture().join();
        }
        home.withdraw();
    }

    private ActorSystem<SpawnProtocol.Command> system(Journal journal) {
        try {
            var config = journal.config()
                    .withFallback(tls.config())
                    .withFallback(ClusterConfig.of("coordinator", host, port))
                    .withFallback(ConfigFactory.load())
                    .resolve();
            return ActorSystem.create(SpawnProtocol.create(), ClusterConfig.SYSTEM, config);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).contains("bind")
                        || cause instanceof BindException
                        || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                    throw new HoldoutException(
                            new Failure(
                                    FailureClass.INFRASTRUCTURE,
                                    "PORT_IN_USE",
                                    "cannot listen on " + host + ":" + port
                                            + "; another process has that port. Name a free one with --port, or 0 for"
                                            + " any"),
                            e);
                }
            }
            throw e;
        }
    }

    private static ActorRef<Object> coordinator(
            ActorSystem<SpawnProtocol.Command> system, Home home, Journal journal, Projection projection)
            throws Exception {
        List<String> sweeps;
        try (var reader = journal.reader()) {
            sweeps = reader.sweeps();
        }
        return AskPattern.<SpawnProtocol.Command, ActorRef<Object>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(
                                CoordinatorActor.create(
                                        sweeps, home.artifacts(), System::currentTimeMillis, projection),
                                "coordinator",
                                Props.empty(),
                                replyTo),
                        START,
                        system.scheduler())
                .toCompletableFuture()
                .get(START.toSeconds(), TimeUnit.SECONDS);
    }

    private void announce(ActorSystem<SpawnProtocol.Command> system, ActorRef<Object> coordinator, Home home)
            throws Exception {
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        system.receptionist().tell(Receptionist.register(Coordinators.KEY, coordinator.narrow()));
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        String hex = HexFormat.of().formatHex(token);
        var http = HttpInterface.start(system, coordinator, host, 0, hex)
                .toCompletableFuture()
                .get(START.toSeconds(), TimeUnit.SECONDS);
        int remoting = cluster.selfMember().address().getPort().orElseThrow();
        home.announce(new Home.Endpoint(
                ProcessHandle.current().pid(), "http://" + host + ":" + http.getPort(), hex, remoting));
    }

    private static void stop(ActorSystem<?> system) {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            // the process ends anyway, and nothing is lost by it
        }
    }
}
