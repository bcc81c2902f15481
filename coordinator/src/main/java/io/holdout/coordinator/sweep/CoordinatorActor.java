package io.holdout.coordinator.sweep;

import io.holdout.coordinator.journal.Projection;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptFailed;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.message.WorkerLeaving;
import io.holdout.protocol.trial.AttemptId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's front: hears workers and clients, keeps leases, and hands everything to the sweep that it is about.
 * Free slots go to the oldest sweep that is not finished.
 */
public final class CoordinatorActor extends AbstractBehavior<Object> {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Most sweeps of one home that are kept in memory. */
    private static final int MOST_SWEEPS = 1_000;

    /** What clients ask. */
    public sealed interface ClientRequest permits Submit, Cancel, View {}

    /** Start or go on with a sweep. */
    public record Submit(String sweep, Submission submission, String version, ActorRef<SweepActor.Answer> replyTo)
            implements ClientRequest {}

    public record Cancel(String sweep, ActorRef<SweepActor.Answer> replyTo) implements ClientRequest {}

    /** Asks for what people see of a sweep. */
    public record View(String sweep, ActorRef<ViewAnswer> replyTo) implements ClientRequest {}

    /**
     * The view, or null if there is no such sweep.
     *
     * @param unavailable why there can be none now; null if there can
     */
    public record ViewAnswer(@Nullable SweepView view, @Nullable Failure unavailable) {
        ViewAnswer(@Nullable SweepView view) {
            this(view, null);
        }
    }

    private enum Tick {
        INSTANCE
    }

    private static final class Sweep {
        private final ActorRef<SweepActor.Message> actor;
        private final ActorRef<SweepInbox> inbox;
        private SweepPhase phase = SweepPhase.NOT_SUBMITTED;
        private List<String> holders = List.of();

        Sweep(ActorRef<SweepActor.Message> actor, ActorRef<SweepInbox> inbox) {
            this.actor = actor;
            this.inbox = inbox;
        }
    }

    private final LongSupplier clock;
    private final long epoch;
    private final long startedMillis;
    private final ArtifactStore artifacts;
    private final WorkerRegistry workers = new WorkerRegistry();
    private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
    private final Projection projection;
    /** Sweeps whose journal is away, and why, if that is known. */
    private final Map<String, String> paused = new HashMap<>();

    private CoordinatorActor(
            ActorContext<Object> context,
            List<String> known,
            ArtifactStore artifacts,
            LongSupplier clock,
            Projection projection) {
        super(context);
        this.projection = projection;
        this.clock = clock;
        this.startedMillis = clock.getAsLong();
        this.epoch = startedMillis;
        this.artifacts = artifacts;
        known.forEach(this::open);
    }

    /**
     * @param known sweeps in the journal, oldest first
     * @param clock wall-clock milliseconds
     */
    public static Behavior<Object> create(List<String> known, ArtifactStore artifacts, LongSupplier clock) {
        return create(known, artifacts, clock, Projection.NONE);
    }

    /**
     * @param known sweeps in the journal, oldest first
     * @param clock wall-clock milliseconds
     * @param projection told of every sweep that has new events
     */
    public static Behavior<Object> create(
            List<String> known, ArtifactStore artifacts, LongSupplier clock, Projection projection) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
            return new CoordinatorActor(context, known, artifacts, clock, projection);
        }));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(WorkerBeat.class, this::onBeat)
                .onMessage(AttemptSucceeded.class, this::onSuccess)
                .onMessage(AttemptFailed.class, this::onFailure)
                .onMessage(WorkerLeaving.class, this::onLeaving)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(View.class, this::onView)
                .onMessage(SweepActor.Status.class, this::onStatus)
                .onMessage(SweepActor.Unavailable.class, this::onUnavailable)
                .onMessageEquals(Tick.INSTANCE, this::onTick)
                .build();
    }

    private Sweep open(String name) {
        return sweeps.computeIfAbsent(name, sweep -> {
            var actor = getContext()
                    .spawn(
                            SweepActor.create(
                                    sweep,
                                    clock,
                                    epoch,
                                    new ResultCheck(artifacts),
                                    getContext().getSelf().narrow()),
                            "sweep-" + sweep);
            return new Sweep(actor, getContext().spawn(SweepInboxActor.create(actor), "inbox-" + sweep));
        });
    }

    /** Logged when an outage begins and when its reason is known, however often the sweep tries. */
    private Behavior<Object> onUnavailable(SweepActor.Unavailable unavailable) {
        String before = paused.get(unavailable.sweep());
        if (before == null || !unavailable.reason().isEmpty()) {
            paused.put(unavailable.sweep(), unavailable.reason());
        }
        if (before == null || (before.isEmpty() && !unavailable.reason().isEmpty())) {
            getContext().getLog().error("{}", whyPaused(unavailable.sweep(), unavailable.reason()));
        }
        return this;
    }

    private static Failure whyPaused(String sweep, String reason) {
        return new Failure(
                FailureClass.INFRASTRUCTURE,
                "JOURNAL_UNAVAILABLE",
                "sweep '" + sweep + "' is paused, and goes on by itself once its journal can be written and read again"
                        + (reason.isEmpty() ? "" : ": " + reason));
    }

    private Behavior<Object> onStatus(SweepActor.Status status) {
        Sweep sweep = sweeps.get(status.sweep());
        projection.changed(status.sweep());
        if (sweep != null && paused.remove(status.sweep()) != null) {
            getContext().getLog().info("the journal is back; sweep {} goes on", status.sweep());
            // what the inbox handed over before the outage is never answered
            sweep.inbox.tell(SweepInbox.BatchDone.INSTANCE);
        }
        if (sweep != null) {
            sweep.phase = status.phase();
            if (!status.holders().isEmpty()) {
                sweep.holders = status.holders();
            }
        }
        return this;
    }

    private Behavior<Object> onBeat(WorkerBeat beat) {
        if (!workers.heard(beat, clock.getAsLong())) {
            return this;
        }
        if (!paused.isEmpty()) {
            // else workers would take the coordinator for dead, and join anew again and again
            beat.replyTo().tell(new BeatAcknowledged(epoch, List.of()));
        }
        int free = beat.slots() - beat.held().size();
        for (var entry : sweeps.entrySet()) {
            List<AttemptProgress> held = beat.held().stream()
                    .filter(each -> each.attempt().sweep().equals(entry.getKey()))
                    .toList();
            boolean runs = entry.getValue().phase == SweepPhase.RUNNING;
            if (runs || !held.isEmpty()) {
                var command = new SweepCommand.ReconcileWorker(
                        beat.worker(),
                        beat.incarnation(),
                        held.stream().map(AttemptProgress::attempt).toList(),
                        runs ? free : 0);
                offer(entry.getValue(), new SweepActor.Request(command, beat.replyTo(), null, null, held));
                free = runs ? 0 : free;
            }
        }
        if (sweeps.values().stream().noneMatch(sweep -> sweep.phase == SweepPhase.RUNNING)) {
            beat.replyTo().tell(new BeatAcknowledged(epoch, List.of()));
        }
        return this;
    }

    private Behavior<Object> onSuccess(AttemptSucceeded report) {
        var command = new SweepCommand.FinishTrial(
                report.attempt(),
                report.result(),
                report.headline(),
                report.durationMillis(),
                report.worker(),
                report.node());
        return report(report, report.attempt(), command, report.replyTo());
    }

    private Behavior<Object> onFailure(AttemptFailed report) {
        var command = new SweepCommand.FailAttempt(report.attempt(), report.failure(), report.worker());
        return report(report, report.attempt(), command, report.replyTo());
    }

    private Behavior<Object> report(
            ToCoordinator report, AttemptId attempt, SweepCommand command, ActorRef<ToWorker> worker) {
        Sweep sweep = sweeps.get(attempt.sweep());
        if (sweep == null) {
            getContext().getLog().warn("{} reports an attempt of an unknown sweep: {}", report.worker(), attempt);
            worker.tell(new ReportAcknowledged(attempt, ReportAcknowledged.Verdict.UNKNOWN));
        } else {
            offer(sweep, new SweepActor.Request(command, worker, attempt, null, List.of()));
        }
        return this;
    }

    private Behavior<Object> onLeaving(WorkerLeaving leaving) {
        if (workers.left(leaving.worker(), leaving.incarnation())) {
            release(leaving.worker(), "WORKER_LEFT", "worker " + leaving.worker() + " stopped");
        }
        return this;
    }

    private Behavior<Object> onTick() {
        long now = clock.getAsLong();
        for (String silent : workers.expire(now)) {
            release(
                    silent,
                    "LEASE_EXPIRED",
                    "worker " + silent + " was silent for more than " + WorkerRegistry.LEASE_MILLIS / 1000 + " s");
        }
        if (now - startedMillis > WorkerRegistry.LEASE_MILLIS) {
            for (Sweep sweep : sweeps.values()) {
                for (String holder : sweep.holders) {
                    if (!workers.knows(holder)) {
                        offerRelease(sweep, holder, "LEASE_EXPIRED", "worker " + holder + " did not come back");
                    }
                }
                sweep.holders = List.of();
            }
        }
        return this;
    }

    private void release(String worker, String code, String message) {
        getContext().getLog().warn("{}", message);
        sweeps.values().forEach(sweep -> offerRelease(sweep, worker, code, message));
    }

    private static void offerRelease(Sweep sweep, String worker, String code, String message) {
        var failure = new Failure(FailureClass.INFRASTRUCTURE, code, message);
        offer(
                sweep,
                new SweepActor.Request(new SweepCommand.ReleaseWorker(worker, failure), null, null, null, List.of()));
    }

    private Behavior<Object> onSubmit(Submit submit) {
        if (!sweeps.containsKey(submit.sweep()) && sweeps.size() >= MOST_SWEEPS) {
            submit.replyTo()
                    .tell(new SweepActor.Answer(new Failure(
                            FailureClass.USER,
                            "TOO_MANY_SWEEPS",
                            "this home holds " + MOST_SWEEPS + " sweeps; use another --home")));
            return this;
        }
        var command = new SweepCommand.SubmitSweep(submit.submission(), submit.version());
        offer(open(submit.sweep()), new SweepActor.Request(command, null, null, submit.replyTo(), List.of()));
        return this;
    }

    private Behavior<Object> onCancel(Cancel cancel) {
        Sweep sweep = sweeps.get(cancel.sweep());
        if (sweep == null) {
            cancel.replyTo()
                    .tell(new SweepActor.Answer(new Failure(
                            FailureClass.USER,
                            "NO_SUCH_SWEEP",
                            "no sweep '" + cancel.sweep() + "' here; there are " + List.copyOf(sweeps.keySet()))));
        } else {
            offer(
                    sweep,
                    new SweepActor.Request(new SweepCommand.CancelSweep(), null, null, cancel.replyTo(), List.of()));
        }
        return this;
    }

    private Behavior<Object> onView(View view) {
        Sweep sweep = sweeps.get(view.sweep());
        if (sweep == null) {
            view.replyTo().tell(new ViewAnswer(null));
        } else if (paused.containsKey(view.sweep())) {
            view.replyTo().tell(new ViewAnswer(null, whyPaused(view.sweep(), paused.getOrDefault(view.sweep(), ""))));
        } else {
            sweep.actor.tell(new SweepActor.GetView(workers.views(clock.getAsLong()), view.replyTo()));
        }
        return this;
    }

    private static void offer(Sweep sweep, SweepActor.Request request) {
        sweep.inbox.tell(new SweepInbox.Offer(request));
    }
}
