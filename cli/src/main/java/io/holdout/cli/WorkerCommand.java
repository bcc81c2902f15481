package io.holdout.cli;

import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.worker.data.MedimetaFolder;
import io.holdout.worker.learn.TorchEngine;
import io.holdout.worker.learn.TorchLearner;
import io.holdout.worker.run.AttemptRunner;
import io.holdout.worker.run.CheckpointFolder;
import io.holdout.worker.run.Idleness;
import io.holdout.worker.run.PatientArtifacts;
import io.holdout.worker.run.WorkerActor;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A worker's process. Attempts run outside the actor system, so that a lost coordinator costs nothing: the node joins
 * anew, with all that it holds, as often as it must.
 */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Run a worker alone, as on Kubernetes (docs/operations.md); 'run' starts its own.")
final class WorkerCommand implements Callable<Integer> {
    /** A coordinator that is started again founds a cluster of its own: the sooner this node joins it the better. */
    static final Duration PATIENCE = Duration.ofSeconds(8);
    /** A standby takes over in the same cluster, and sooner than this. */
    static final Duration PATIENCE_WITH_STANDBY = Duration.ofSeconds(20);

    @Option(names = "--home", description = "Folder of the artifacts.")
    Path folder = Home.defaultFolder();

    @Option(names = "--artifacts", description = "Address of the artifact store.")
    @Nullable
    String artifactsAddress;

    @Option(names = "--data", required = true, description = "Folder of the datasets.")
    Path data = Path.of(".");

    @Option(names = "--join", paramLabel = "HOST:PORT,...", description = "Addresses of the coordinators.")
    @Nullable
    String join;

    @Option(names = "--name", required = true, description = "Unique in the cluster, kept over restarts.")
    String name = "";

    @Option(names = "--host", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--port", description = "Port for coordinators; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--slots", description = "Attempts at once (default: ${DEFAULT-VALUE}).")
    int slots = 1;

    @Option(names = "--threads", description = "Compute threads an attempt (default: ${DEFAULT-VALUE}).")
    int threads = 1;

    @Option(names = "--loader-threads", description = "Threads that read images ahead (default: ${DEFAULT-VALUE}).")
    int loaderThreads = 1;

    @Option(names = "--device", description = "cpu, cuda, cuda:N or auto (default: ${DEFAULT-VALUE}).")
    String device = "cpu";

    @Option(names = "--checkpoint-seconds", description = "Time between checkpoints (default: ${DEFAULT-VALUE}).")
    int checkpointSeconds = 60;

    @Option(
            names = "--grace-seconds",
            description = "After SIGTERM, time for attempts to save and be handed back (default: ${DEFAULT-VALUE}).")
    int graceSeconds = 20;

    @Option(
            names = "--leave-when-idle",
            paramLabel = "SECONDS",
            description = "End with exit code 0 after this time without work, as a pool that is paid for by the hour "
                    + "should; not counted while no coordinator answers (default: wait for ever).")
    @Nullable
    Integer leaveWhenIdle;

    @Option(names = "--voter", description = "Count when the cluster falls apart; makes an even number of votes odd.")
    boolean voter;

    @Mixin
    DiscoveryOption discover = new DiscoveryOption();

    @Mixin
    TlsOption tls = new TlsOption();

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    boolean withParent;

    private final AtomicReference<@Nullable ActorSystem<Object>> current = new AtomicReference<>();
    private volatile boolean stopping;

    @Override
    public Integer call() throws Exception {
        if (withParent) {
            ParentWatch.start();
        }
        tls.check();
        Joining joining = joining();
        Duration patience = joining.knowsOne() ? PATIENCE : PATIENCE_WITH_STANDBY;
        var home = new Home(folder, null, artifactsAddress);
        var artifacts = new PatientArtifacts(home.artifacts());
        String engine = TorchEngine.start(threads, device);
        long incarnation = System.currentTimeMillis();
        var node = new NodeInfo(
                InetAddress.getLocalHost().getHostName(),
                ProcessHandle.current().pid(),
                TorchEngine.device(),
                engine,
                threads,
                System.getProperty("java.version"),
                VersionCommand.version(),
                TorchEngine.deviceModel(),
                TorchEngine.deviceMemoryMiB());
        try (var datasets = new MedimetaFolder(data, home.fingerprintCache());
                var learner = new TorchLearner(datasets, artifacts, loaderThreads);
                var runner = new AttemptRunner(
                        learner,
                        artifacts,
                        new CheckpointFolder(home.checkpoints(), Duration.ofSeconds(checkpointSeconds)),
                        slots,
                        this::changed)) {
            var leaving = new FutureTask<>(() -> leave(runner), null);
            Runtime.getRuntime().addShutdownHook(new Thread(leaving, "leave"));
            Idleness idleness = idleness(leaving);
            while (!stopping) {
                serve(joining, leaving, WorkerActor.create(name, incarnation, node, slots, runner, patience, idleness));
            }
        }
        return ExitCode.OK;
    }

    private Idleness idleness(Runnable leaving) {
        if (leaveWhenIdle == null) {
            return Idleness.ALLOWED;
        }
        // on a thread of its own, since it waits for the actor that says so
        return new Idleness(Duration.ofSeconds(leaveWhenIdle), () -> new Thread(leaving, "leave").start());
    }

    private Joining joining() {
        if (join != null) {
            discover.requireNo("--join");
            return Joining.of(Seeds.parse(join));
        }
        return discover.discovery()
                .map(Joining::through)
                .orElseThrow(() -> discover.wrong("a worker needs --join HOST:PORT,... or --discover"));
    }

    /** One life of the actor system: until the coordinator is gone for too long, or this process stops. */
    private void serve(Joining joining, FutureTask<?> leaving, Behavior<Object> worker) {
        var roles = voter ? List.of(ClusterConfig.WORKER, ClusterConfig.VOTER) : List.of(ClusterConfig.WORKER);
        var config = tls.config()
                .withFallback(joining.config(host, false))
                .withFallback(ClusterConfig.of(roles, host, port))
                .withFallback(ConfigFactory.load())
                .resolve();
        // the guardian is the worker itself: when it stops, the system ends
        ActorSystem<Object> system =
                ActorSystem.create(Behaviors.setup(context -> worker), ClusterConfig.SYSTEM, config);
        current.set(system);
        // remoting has a shutdown hook of its own, and waits with it for those that are registered here: without this
        // one it is gone before the word that this worker leaves, and what it held is lost until its lease runs out
        var farewell = CoordinatedShutdown.get(system).addCancellableJvmShutdownHook(() -> finish(leaving));
        joining.begin(system);
        system.getWhenTerminated().toCompletableFuture().join();
        farewell.cancel();
    }

    /** Runs it, or waits for whoever does. */
    private static void finish(FutureTask<?> leaving) {
        leaving.run();
        try {
            leaving.get();
        } catch (ExecutionException e) {
            // the lease runs out instead
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed() {
        ActorSystem<Object> system = current.get();
        if (system != null) {
            system.tell(WorkerActor.Changed.INSTANCE);
        }
    }

    /** What runs is saved first, so that others can go on with it at once. */
    private void leave(AttemptRunner runner) {
        stopping = true;
        try {
            runner.handBack(Duration.ofSeconds(graceSeconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ActorSystem<Object> system = current.get();
        if (system != null) {
            system.tell(WorkerActor.Leave.INSTANCE);
            try {
                system.getWhenTerminated().toCompletableFuture().get(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                // the lease runs out instead
            }
        }
    }
}
