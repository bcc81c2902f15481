package io.holdout.cli;

import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.journal.HomeLock;
import io.holdout.coordinator.journal.Journal;
import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A coordinator's process. Of all in a cluster one coordinates, as {@link ActiveCoordinatorActor}; the others stand by.
 */
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        description = "Run a coordinator alone, as on Kubernetes (docs/operations.md); 'run' starts its own.")
final class CoordinatorCommand implements Callable<Integer> {
    private static final long PAUSE_NANOS = 100_000_000;

    /**
     * How long who takes over waits once the cluster has removed the one before. The epoch keeps the two apart, also if the
     * one before lives on, so that it need not be long; zero would mean as long as the split-brain resolver waits.
     */
    private static final Duration REMOVAL_MARGIN = Duration.ofMillis(100);

    @Option(names = "--home", description = "Folder of journal and artifacts.")
    Path folder = Home.defaultFolder();

    @Option(names = "--journal", description = "Address of the journal.")
    @Nullable
    String journalAddress;

    @Option(names = "--artifacts", description = "Address of the artifact store.")
    @Nullable
    String artifactsAddress;

    @Option(names = "--host", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--port", description = "Port for workers; 0 takes a free one.")
    int port;

    @Option(names = "--name", description = "Unique among the coordinators of a home (default: ${DEFAULT-VALUE}).")
    String name = "coordinator";

    @Option(
            names = "--seeds",
            paramLabel = "HOST:PORT,...",
            description = "Join the cluster of these nodes and stand by; without it, found a cluster and coordinate.")
    @Nullable
    String seeds;

    @Mixin
    DiscoveryOption discover = new DiscoveryOption();

    @Mixin
    TlsOption tls = new TlsOption();

    @Mixin
    WebOption web = new WebOption();

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    boolean withParent;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;

    @Override
    public Integer call() throws Exception {
        if (withParent) {
            ParentWatch.start();
        }
        tls.check();
        web.address();
        web.context();
        var home = new Home(folder, journalAddress, artifactsAddress);
        Joining joining = joining();
        // who founds says at once that the home is in use; who stands by waits for it
        HomeLock lock = joining.founds() ? HomeLock.take(home.folder()) : null;
        try (Journal journal = home.journal()) {
            journal.prepare();
            ArtifactInventory artifacts = home.artifacts();
            artifacts.requireUsable();
            artifacts.register(home.journalIdentity());
            home.remember(journal, artifacts);
            run(home, journal, lock, joining);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
        return stopping ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }

    private Joining joining() {
        if (seeds != null) {
            discover.requireNo("--seeds");
            return Joining.of(Seeds.parse(seeds));
        }
        return discover.discovery().map(Joining::through).orElseGet(Joining::founding);
    }

    private void run(Home home, Journal journal, @Nullable HomeLock lock, Joining joining) {
        ActorSystem<Void> system = system(journal, joining);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
        ActiveCoordinatorActor.Beginning beginning = wanted -> Tenure.begin(home, journal, lock, name, wanted::get);
        var serving =
                new ActiveCoordinatorActor.Serving(web, WebOption.tokens(home), WebOption.webhook(), journal::reader);
        Cluster cluster = Cluster.get(system);
        try {
            joining.begin(system);
            ClusterSingleton.get(system)
                    .init(SingletonActor.of(
                                    ActiveCoordinatorActor.create(home, serving, beginning, failure::set),
                                    "coordinator")
                            .withSettings(ClusterSingletonSettings.create(system)
                                    .withRole(ClusterConfig.COORDINATOR)
                                    .withRemovalMargin(REMOVAL_MARGIN))
                            .withStopMessage(ActiveCoordinatorActor.Stop.INSTANCE));
            awaitUp(system, cluster, joining);
            if (joining.kubernetes().isEmpty()) {
                home.members().add(member(cluster));
            }
        } catch (RuntimeException e) {
            system.terminate();
            failure.compareAndSet(null, e);
        }
        system.getWhenTerminated().toCompletableFuture().join();
        rethrow();
    }

    /** Known by its process id, which means nothing outside of its pod. */
    private Members.Member member(Cluster cluster) {
        Address self = cluster.selfMember().address();
        String address = self.getHost().orElse(host) + ":" + self.getPort().orElse(port);
        return new Members.Member(name, ProcessHandle.current().pid(), address);
    }

    private void awaitUp(ActorSystem<Void> system, Cluster cluster, Joining joining) {
        long deadline = System.nanoTime() + joining.patience().toNanos();
        while (cluster.selfMember().status() != MemberStatus.up()) {
            if (system.getWhenTerminated().toCompletableFuture().isDone()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        "NO_CLUSTER",
                        "this coordinator could not join " + joining + " within "
                                + joining.patience().toSeconds() + " s"));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void rethrow() {
        Throwable why = failure.get();
        if (why instanceof CompletionException && why.getCause() != null) {
            why = why.getCause();
        }
        if (why instanceof RuntimeException e && !stopping) {
            throw e;
        }
    }

    private ActorSystem<Void> system(Journal journal, Joining joining) {
        try {
            var config = journal.config()
                    .withFallback(tls.config())
                    .withFallback(joining.config(host, true))
                    .withFallback(ClusterConfig.of(List.of(ClusterConfig.COORDINATOR, ClusterConfig.VOTER), host, port))
                    .withFallback(ConfigFactory.load())
                    .resolve();
            return ActorSystem.create(Behaviors.empty(), ClusterConfig.SYSTEM, config);
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

    private void stop(ActorSystem<?> system) {
        stopping = true;
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            // the process ends anyway, and nothing is lost by it
        }
    }
}
