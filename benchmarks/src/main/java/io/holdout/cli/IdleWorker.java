package io.holdout.cli;

import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.worker.run.AttemptRunner;
import io.holdout.worker.run.CheckpointFolder;
import io.holdout.worker.run.Idleness;
import io.holdout.worker.run.PatientArtifacts;
import io.holdout.worker.run.WorkerActor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.jspecify.annotations.Nullable;

/** A worker's process as it is, but for the learning: {@link IdleLearner}. */
public final class IdleWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NO_CHECKPOINTS = Duration.ofDays(1);

    private IdleWorker() {}

    /** @param arguments home, HOST:PORT of the coordinator, name, slots, milliseconds of a trial */
    public static void main(String[] arguments) {
        ParentWatch.start();
        var home = new Home(Path.of(arguments[0]));
        int slots = Integer.parseInt(arguments[3]);
        var node = new NodeInfo("idle", ProcessHandle.current().pid(), "cpu", "none", 1, "17", "0");
        var artifacts = new PatientArtifacts(home.artifacts());
        AtomicReference<@Nullable ActorSystem<Object>> current = new AtomicReference<>();
        var runner = new AttemptRunner(
                new IdleLearner(Long.parseLong(arguments[4])),
                artifacts,
                new CheckpointFolder(home.checkpoints(), NO_CHECKPOINTS),
                slots,
                () -> changed(current.get()));
        var worker = WorkerActor.create(
                arguments[2], System.currentTimeMillis(), node, slots, runner, PATIENCE, Idleness.ALLOWED);
        var config = ClusterConfig.of(List.of(ClusterConfig.WORKER), "127.0.0.1", 0)
                .withFallback(ConfigFactory.load())
                .resolve();
        ActorSystem<Object> system =
                ActorSystem.create(Behaviors.setup(context -> worker), ClusterConfig.SYSTEM, config);
        current.set(system);
        Cluster.get(system).manager().tell(new JoinSeedNodes(Seeds.parse(arguments[1])));
        system.getWhenTerminated().toCompletableFuture().join();
        runner.close();
    }

    private static void changed(@Nullable ActorSystem<Object> system) {
        if (system != null) {
            system.tell(WorkerActor.Changed.INSTANCE);
        }
    }
}
