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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process as it is, but for the learning: {@link IdleLearner}. It may hold many workers, each with slots and a
 * name of its own; as a worker's process does, it joins anew when no coordinator answers.
 */
public final class IdleWorker {
    private static final Duration NO_CHECKPOINTS = Duration.ofDays(1);

    private final String name;
    private final AttemptRunner runner;
    private final AtomicReference<@Nullable ActorRef<Object>> actor = new AtomicReference<>();

    private IdleWorker(String name, int slots, IdleLearner learner, Home home, PatientArtifacts artifacts) {
        this.name = name;
        this.runner = new AttemptRunner(
                learner, artifacts, new CheckpointFolder(home.checkpoints(), NO_CHECKPOINTS), slots, this::changed);
    }

    private void changed() {
        ActorRef<Object> current = actor.get();
        if (current != null) {
            current.tell(WorkerActor.Changed.INSTANCE);
        }
    }

    /**
     * @param arguments home, HOST:PORT of the coordinator, name, slots of each worker, milliseconds of a trial, workers; perhaps
     *     a file for begins and ends of trials
     */
    public static void main(String[] arguments) {
        ParentWatch.start();
        var home = new Home(Path.of(arguments[0]));
        int slots = Integer.parseInt(arguments[3]);
        int count = Integer.parseInt(arguments[5]);
        var executions = arguments.length > 6
                ? Optional.of(new Executions(Path.of(arguments[6])))
                : Optional.<Executions>empty();
        var learner = new IdleLearner(Long.parseLong(arguments[4]), executions);
        var artifacts = new PatientArtifacts(home.artifacts());
        var workers = new ArrayList<IdleWorker>();
        for (int i = 1; i <= count; i++) {
            String name = count == 1 ? arguments[2] : arguments[2] + "-" + i;
            workers.add(new IdleWorker(name, slots, learner, home, artifacts));
        }
        long incarnation = System.currentTimeMillis();
        while (true) {
            serve(workers, slots, incarnation, arguments[1]);
        }
    }

    /** One life of the actor system; attempts outlive it. */
    private static void serve(List<IdleWorker> workers, int slots, long incarnation, String known) {
        var config = ClusterConfig.of(List.of(ClusterConfig.WORKER), "127.0.0.1", 0)
                .withFallback(ConfigFactory.load())
                .resolve();
        var seeds = Seeds.parse(known);
        Duration patience = seeds.size() == 1 ? WorkerCommand.PATIENCE : WorkerCommand.PATIENCE_WITH_STANDBY;
        ActorSystem<Object> system =
                ActorSystem.create(guardian(workers, slots, incarnation, patience), ClusterConfig.SYSTEM, config);
        Cluster.get(system).manager().tell(new JoinSeedNodes(seeds));
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /** Ends with the first worker that misses its coordinator: the others miss it, too. */
    private static Behavior<Object> guardian(List<IdleWorker> workers, int slots, long incarnation, Duration patience) {
        return Behaviors.setup(context -> {
            var node = new NodeInfo("idle", ProcessHandle.current().pid(), "cpu", "none", 1, "17", "0");
            for (IdleWorker worker : workers) {
                ActorRef<Object> actor = context.spawn(
                        WorkerActor.create(
                                worker.name, incarnation, node, slots, worker.runner, patience, Idleness.ALLOWED),
                        worker.name);
                worker.actor.set(actor);
                context.watch(actor);
            }
            return Behaviors.receive(Object.class)
                    .onSignal(org.apache.pekko.actor.typed.Terminated.class, gone -> Behaviors.stopped())
                    .build();
        });
    }
}
