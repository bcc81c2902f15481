package io.holdout.worker.run;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.AttemptFailed;
import io.holdout.protocol.message.AttemptLogWanted;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.message.AttemptsSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.Coordinators;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.message.WorkerLeaving;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.worker.learn.Learner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of the talk: beats, reports, takes orders. All that must survive a lost connection is in
 * {@link AttemptRunner}. When no coordinator has answered for a while it stops, so that its node joins anew.
 */
public final class WorkerActor extends AbstractBehavior<Object> {
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** Far less than the work that waits while no slot is idle. */
    private static final Duration COLLECTING = Duration.ofMillis(50);
    /** A few beats without an answer. */
    private static final Duration UNANSWERED = BEAT.multipliedBy(3);
    /** A coordinator that refused this worker is asked again so seldom: only an upgrade can change its mind. */
    private static final long REFUSED_MILLIS = 30_000;
    /** What is said last goes out in this time; an actor system that ends does not wait for it. */
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final String name;
    private final long incarnation;
    private final NodeInfo node;
    private final int slots;
    private final AttemptRunner runner;
    private final Duration patience;
    private final Idleness idleness;
    private Set<ActorRef<ToCoordinator>> coordinators = Set.of();
    /** Reported, and not yet so long ago that it is said again. */
    private final Set<AttemptId> reported = new HashSet<>();

    private boolean saysNow;
    private boolean saysLater;
    private long heardNanos = System.nanoTime();
    private long quietUntilNanos = System.nanoTime();
    private long busyNanos = System.nanoTime();
    private String refusal = "";
    private boolean leaving;
    private boolean idle;

    private enum Tick {
        BEAT,
        SAY,
        SAY_ALL,
        GONE
    }

    /** Something changed: beat now. */
    public enum Changed {
        INSTANCE
    }

    /** The process ends on purpose: say so, that others get the work at once. */
    public enum Leave {
        INSTANCE
    }

    private record Found(Receptionist.Listing listing) {}

    private WorkerActor(
            ActorContext<Object> context,
            String name,
            long incarnation,
            NodeInfo node,
            int slots,
            AttemptRunner runner,
            Duration patience,
            Idleness idleness) {
        super(context);
        this.patience = patience;
        this.idleness = idleness;
        this.name = name;
        this.incarnation = incarnation;
        this.node = node;
        this.slots = slots;
        this.runner = runner;
    }

    /**
     * @param incarnation larger after every restart of the process
     * @param patience silence after which this node leaves and joins again: the coordinator may live in another cluster
     * @param idleness what to do when there is nothing to do
     */
    public static Behavior<Object> create(
            String name,
            long incarnation,
            NodeInfo node,
            int slots,
            AttemptRunner runner,
            Duration patience,
            Idleness idleness) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.BEAT, BEAT);
            var adapter = context.messageAdapter(Receptionist.Listing.class, Found::new);
            context.getSystem().receptionist().tell(Receptionist.subscribe(Coordinators.KEY, adapter));
            return new WorkerActor(context, name, incarnation, node, slots, runner, patience, idleness);
        }));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Found.class, found -> {
                    coordinators = found.listing().getServiceInstances(Coordinators.KEY);
                    // another coordinator may know better
                    quietUntilNanos = System.nanoTime();
                    reported.clear();
                    return beat();
                })
                .onMessageEquals(Tick.BEAT, this::tick)
                .onMessageEquals(Changed.INSTANCE, this::saySoon)
                .onMessageEquals(Tick.SAY, this::say)
                .onMessageEquals(Tick.SAY_ALL, this::sayAll)
                .onMessage(ToWorker.class, this::hear)
                .onMessageEquals(Leave.INSTANCE, this::leave)
                .onMessageEquals(Tick.GONE, Behaviors::stopped)
                .build();
    }

    private Behavior<Object> leave() {
        tell(new WorkerLeaving(name, incarnation));
        leaving = true;
        getContext().scheduleOnce(FAREWELL, getContext().getSelf(), Tick.GONE);
        return this;
    }

    private Behavior<Object> hear(ToWorker message) {
        if (message instanceof RunAttempt order) {
            runner.start(order);
        } else if (message instanceof ReportAcknowledged acknowledged) {
            heardNanos = System.nanoTime();
            runner.forget(acknowledged.attempt());
            saySoon();
        } else if (message instanceof BeatAcknowledged acknowledged) {
            heardNanos = System.nanoTime();
            acknowledged.drop().forEach(runner::forget);
            hear(acknowledged.refusal());
        } else if (message instanceof ToWorkerBatch batch) {
            batch.messages().forEach(this::hear);
        } else if (message instanceof AttemptLogWanted wanted) {
            runner.log(wanted.attempt()).ifPresent(said -> wanted.replyTo().tell(logged(said)));
        }
        return this;
    }

    /** Said once, and not at every answer. */
    private void hear(@Nullable Failure refused) {
        String now = refused == null ? "" : refused.toString();
        if (refused != null) {
            quietUntilNanos = System.nanoTime() + REFUSED_MILLIS * 1_000_000;
            if (!now.equals(refusal)) {
                getContext()
                        .getLog()
                        .error("refused by the coordinator, asking again every {} s: {}", REFUSED_MILLIS / 1000, now);
            }
        }
        refusal = now;
    }

    private Behavior<Object> tick() {
        if (isQuiet()) {
            heardNanos = System.nanoTime();
            return this;
        }
        if (!leaving && System.nanoTime() - heardNanos > patience.toNanos()) {
            getContext().getLog().warn("no coordinator answered for {} s; joining anew", patience.toSeconds());
            return Behaviors.stopped();
        }
        reported.clear();
        watchIdleness();
        return beat();
    }

    private void watchIdleness() {
        long now = System.nanoTime();
        if (!runner.held().isEmpty() || now - heardNanos > UNANSWERED.toNanos()) {
            busyNanos = now;
        } else if (!leaving && !idle && now - busyNanos > idleness.after().toNanos()) {
            idle = true;
            getContext()
                    .getLog()
                    .info(
                            "had nothing to do for {} s; leaving",
                            idleness.after().toSeconds());
            idleness.then().run();
        }
    }

    /**
     * Once for all that has changed by then: with many short trials a beat for each would be most of the work. At once if a
     * slot stands idle; else there is time to collect some more.
     */
    private Behavior<Object> saySoon() {
        boolean idles = runner.hasIdleSlot();
        if (idles && !saysNow) {
            saysNow = true;
            getContext().getSelf().tell(Tick.SAY);
        } else if (!idles && !saysNow && !saysLater) {
            saysLater = true;
            getContext().scheduleOnce(COLLECTING, getContext().getSelf(), Tick.SAY_ALL);
        }
        return this;
    }

    private Behavior<Object> say() {
        saysNow = false;
        return beat();
    }

    private Behavior<Object> sayAll() {
        saysLater = false;
        return beat();
    }

    private boolean isQuiet() {
        return System.nanoTime() - quietUntilNanos < 0;
    }

    private Behavior<Object> beat() {
        // a beat after the goodbye would be an arrival
        if (leaving || isQuiet()) {
            return this;
        }
        ActorRef<ToWorker> self = getContext().getSelf().narrow();
        report(self);
        if (!coordinators.isEmpty()) {
            runner.endedLogs().forEach(said -> tell(logged(said)));
        }
        Learner.Usage usage = runner.usage();
        tell(new WorkerBeat(
                name,
                incarnation,
                node,
                slots,
                runner.held(),
                self,
                ProtocolVersion.CURRENT,
                runner.ahead(),
                usage.images(),
                usage.memoryMiB()));
        return this;
    }

    /** Says what has ended and was not reported a moment ago. */
    private void report(ActorRef<ToWorker> self) {
        var successes = new ArrayList<AttemptsSucceeded.Success>();
        for (AttemptRunner.Finished finished : runner.unacknowledged()) {
            if (!reported.add(finished.attempt())) {
                continue;
            }
            if (finished.outcome() instanceof AttemptRunner.Outcome.Succeeded s) {
                successes.add(new AttemptsSucceeded.Success(
                        finished.attempt(), s.result(), s.headline(), s.durationMillis()));
            } else if (finished.outcome() instanceof AttemptRunner.Outcome.Failed f) {
                tell(new AttemptFailed(name, finished.attempt(), f.failure(), f.durationMillis(), self));
            }
        }
        for (int from = 0; from < successes.size(); from += AttemptsSucceeded.MOST) {
            int to = Math.min(successes.size(), from + AttemptsSucceeded.MOST);
            tell(new AttemptsSucceeded(name, node, self, successes.subList(from, to)));
        }
    }

    private AttemptLogged logged(AttemptRunner.Said said) {
        return new AttemptLogged(
                name, said.attempt(), said.text().from(), said.text().text(), said.isOver());
    }

    private void tell(ToCoordinator message) {
        coordinators.forEach(coordinator -> coordinator.tell(message));
    }
}
