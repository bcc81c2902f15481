package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a worker says, when it says it: beats once a second and at each change, reports until acknowledged, takes an
 * order once, forgets what it is told to drop, joins anew when no coordinator answers. The worker module's actor and runner
 * are the originals; this has their words without their threads.
 */
final class SimulatedWorker extends SimulatedProcess {
    private static final long STRAGGLING = 40;
    private static final long BEAT_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 8_000;
    private static final long LONGEST_JOIN_MILLIS = 4_000;

    private final World world;
    private final int slots;
    private final int ahead;
    private final Map<AttemptId, Held> held = new LinkedHashMap<>();
    private long incarnation;
    private int connection;
    private long heardMillis;
    private boolean joined;
    private long badUntilMillis;
    private long slowUntilMillis;

    /** An attempt; without a command while it runs, with the report once it ended. */
    private static final class Held {
        private final RunAttempt order;
        private boolean started;
        private @Nullable SweepCommand report;

        Held(RunAttempt order) {
            this.order = order;
        }

        boolean runs() {
            return started && report == null;
        }
    }

    /** @param ahead orders for short trials that it takes beyond its slots */
    SimulatedWorker(World world, String name, int slots, int ahead) {
        super(world.agenda(), name);
        this.world = world;
        this.slots = slots;
        this.ahead = ahead;
        start();
    }

    /** A new process of this worker. */
    void start() {
        revive();
        incarnation = Math.max(incarnation + 1, world.agenda().now());
        held.clear();
        join();
    }

    @Override
    void die() {
        super.die();
        held.clear();
        joined = false;
    }

    /** A bad disk, or a bad GPU: it outlives the process. */
    void failEverythingFor(long millis) {
        badUntilMillis = world.agenda().now() + millis;
    }

    /** Something else uses its machine. */
    void slowDownFor(long millis) {
        slowUntilMillis = world.agenda().now() + millis;
    }

    private long slowness() {
        if (world.agenda().now() < slowUntilMillis && !world.faults().stopped()) {
            return STRAGGLING;
        }
        return world.faults().strikes(Fault.WORKER_SLOW) ? 10 : 1;
    }

    private boolean isBad() {
        return world.agenda().now() < badUntilMillis && !world.faults().stopped();
    }

    /** Says goodbye, then ends. */
    void leave() {
        long leaving = incarnation;
        world.toCoordinators(this, coordinator -> coordinator.leaving(name(), leaving));
        die();
    }

    private void join() {
        connection++;
        joined = false;
        int joining = connection;
        after(world.dice().between(50, LONGEST_JOIN_MILLIS), () -> {
            if (joining == connection) {
                joined = true;
                heardMillis = world.agenda().now();
                tick(joining);
            }
        });
    }

    private void tick(int ticking) {
        if (ticking != connection) {
            return;
        }
        if (world.agenda().now() - heardMillis > PATIENCE_MILLIS) {
            join();
            return;
        }
        beat();
        after(BEAT_MILLIS, () -> tick(ticking));
    }

    private void beat() {
        if (!joined) {
            return;
        }
        var address = new Address(this, life(), connection);
        held.forEach((attempt, each) -> {
            SweepCommand report = each.report;
            if (report != null) {
                world.toCoordinators(this, coordinator -> coordinator.report(attempt, report, address));
            }
        });
        List<AttemptProgress> progress = held.keySet().stream()
                .map(attempt -> new AttemptProgress(attempt, 0, 0, ""))
                .toList();
        var beat = new Beat(name(), incarnation, node(), slots, ahead, progress);
        world.toCoordinators(this, coordinator -> coordinator.beat(beat, address));
    }

    private NodeInfo node() {
        return new NodeInfo(name(), incarnation, "simulated", "none", 1, "17", "simulated");
    }

    /** What a coordinator said to one connection of this worker. */
    void hear(Address address, ToWorker message) {
        run(address.life(), () -> {
            if (address.connection() == connection && joined) {
                hear(message);
            }
        });
    }

    private void hear(ToWorker message) {
        if (message instanceof RunAttempt order) {
            take(order);
        } else if (message instanceof ReportAcknowledged acknowledged) {
            heardMillis = world.agenda().now();
            held.remove(acknowledged.attempt());
            beat();
        } else if (message instanceof BeatAcknowledged acknowledged) {
            heardMillis = world.agenda().now();
            acknowledged.drop().forEach(held::remove);
            startWaiting();
        }
    }

    private void take(RunAttempt order) {
        long unended =
                held.values().stream().filter(each -> each.report == null).count();
        if (!held.containsKey(order.attempt()) && unended < slots + ahead && held.size() < mostHeld()) {
            held.put(order.attempt(), new Held(order));
            startWaiting();
        }
    }

    private void startWaiting() {
        for (Held each : List.copyOf(held.values())) {
            if (!each.started && held.values().stream().filter(Held::runs).count() < slots) {
                each.started = true;
                start(each.order, each);
            }
        }
    }

    private void start(RunAttempt order, Held attempt) {
        PlannedTrial trial = world.trial(order.attempt().trial());
        int index = trial.index();
        if (order.inputs().stream().anyMatch(input -> !world.store().isWhole(input.result()))
                || checkpointIsMissing(order)) {
            after(10, () -> end(order.attempt(), attempt, failed(order, "ARTIFACT_MISSING")));
            return;
        }
        if (isBad()) {
            after(10, () -> end(order.attempt(), attempt, failed(order, "DISK_BAD")));
            return;
        }
        long duration = world.nature(index).durationMillis() * slowness();
        after(duration, () -> {
            if (held.get(order.attempt()) == attempt) {
                finish(order, attempt, trial, duration);
            }
        });
    }

    private boolean checkpointIsMissing(RunAttempt order) {
        return order.inputs().stream()
                .map(input -> world.results().of(world.trial(input.trial())))
                .anyMatch(result -> result.artifacts().stream()
                        .anyMatch(hash -> !world.store().isWhole(hash)));
    }

    private void finish(RunAttempt order, Held attempt, PlannedTrial trial, long duration) {
        int index = trial.index();
        Nature nature = world.nature(index);
        if (nature.kills()) {
            world.trace().line(name(), () -> "dies of " + order.attempt());
            world.kill(this);
            return;
        }
        Failure failure = nature.nextFailure();
        if (failure != null) {
            end(order.attempt(), attempt, new SweepCommand.FailAttempt(order.attempt(), failure, name()));
            return;
        }
        boolean differs = world.checker().isAccepted(index) && world.faults().strikes(Fault.RESULT_DIFFERS);
        String hash =
                differs ? world.results().otherHash(trial) : world.results().hash(trial);
        boolean kept = world.store().put(hash);
        for (String artifact : world.results().of(trial).artifacts()) {
            kept &= world.store().put(artifact);
        }
        end(
                order.attempt(),
                attempt,
                kept
                        ? new SweepCommand.FinishTrial(
                                order.attempt(),
                                hash,
                                FabricatedResults.headline(trial.spec()),
                                duration,
                                name(),
                                node())
                        : failed(order, "ARTIFACT_STORE"));
    }

    private SweepCommand failed(RunAttempt order, String code) {
        var failure = new Failure(FailureClass.INFRASTRUCTURE, code, "the disk or the artifact store failed");
        return new SweepCommand.FailAttempt(order.attempt(), failure, name());
    }

    private void end(AttemptId id, Held attempt, SweepCommand report) {
        if (held.get(id) == attempt) {
            world.trace()
                    .line(
                            name(),
                            () -> "ends " + id + " with " + report.getClass().getSimpleName());
            attempt.report = report;
            startWaiting();
            beat();
        }
    }

    /** How many attempts it holds. */
    int holds() {
        return held.size();
    }

    /** How many it may hold: late orders must not pile up reports. */
    int mostHeld() {
        return 2 * (slots + ahead);
    }
}
