package io.holdout.coordinator.sweep;

import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.Projection;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptFailed;
import io.holdout.protocol.message.AttemptLogWanted;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.AttemptsSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.message.WorkerLeaving;
import io.holdout.protocol.trial.AttemptId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's front: hears workers and clients, keeps leases, shares free slots out among sweeps, and hands everything
 * to the sweep that it is about. It stops when another coordinator has taken its place.
 */
public final class CoordinatorActor extends AbstractBehavior<Object>
        implements Front.Outlet<CoordinatorActor.WorkerAddress, ActorRef<SweepActor.Answer>> {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Most sweeps of one home that are kept in memory. */
    private static final int MOST_SWEEPS = 1_000;

    /** What clients ask. */
    public sealed interface ClientRequest permits Submit, Extend, Cancel, Edit, Drain, View, Look, Survey, ReadLog {}

    /**
     * Start or go on with a sweep.
     *
     * @param fresh whether it runs all its trials itself, also those that other sweeps have finished
     */
    public record Submit(
            String sweep, Submission submission, String version, boolean fresh, ActorRef<SweepActor.Answer> replyTo)
            implements ClientRequest {}

    /** Add to a sweep; see {@link Submit}. */
    public record Extend(
            String sweep, Submission submission, String version, boolean fresh, ActorRef<SweepActor.Answer> replyTo)
            implements ClientRequest {}

    /** A submission or extension, after the other sweeps were asked for what it can take over. */
    private record Prepared(
            String sweep, SweepCommand command, List<Reused> reused, ActorRef<SweepActor.Answer> replyTo) {}

    /** What other sweeps have of trials that a search has added. */
    private record Found(String sweep, List<Reused> results) {}

    public record Cancel(String sweep, ActorRef<SweepActor.Answer> replyTo) implements ClientRequest {}

    /** Changes a sweep that is under way. */
    public record Edit(String sweep, SweepCommand.LiveEdit edit, ActorRef<SweepActor.Answer> replyTo)
            implements ClientRequest {}

    /** Keeps a worker from new work of every sweep, or no longer. */
    public record Drain(String worker, boolean drained, ActorRef<SweepActor.Answer> replyTo) implements ClientRequest {}

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

    /** Asks for all that is known of a sweep, to be read outside of any actor. */
    public record Look(String sweep, ActorRef<Seen> replyTo) implements ClientRequest {}

    /**
     * What is known of a sweep, or null if there is no such sweep.
     *
     * @param unavailable why there can be nothing now; null if there can
     */
    public record Seen(@Nullable Sight sight, @Nullable Failure unavailable) {}

    /** Asks which sweeps and workers there are. */
    public record Survey(ActorRef<Surveyed> replyTo) implements ClientRequest {}

    /** @param sweeps oldest first */
    public record Surveyed(List<SweepView.SweepLine> sweeps, List<SweepView.WorkerView> workers) {}

    /** Asks a worker what an attempt has said until now; there is no answer if it does not run there. */
    public record ReadLog(String worker, AttemptId attempt, ActorRef<AttemptLogged> replyTo) implements ClientRequest {}

    private enum Tick {
        INSTANCE
    }

    /** @param held null if it cannot be known */
    private record EpochChecked(@Nullable Boolean held, String reason) {}

    private record Sweep(ActorRef<SweepActor.Message> actor, ActorRef<SweepInbox> inbox) {}

    /**
     * Where a worker is, and how it can be spoken to.
     *
     * @param takesBatches whether it is known to understand several messages as one
     */
    record WorkerAddress(ActorRef<ToWorker> ref, boolean takesBatches) {}

    private final LongSupplier clock;
    private final EpochFence fence;
    private final ArtifactStore artifacts;
    private final Front<WorkerAddress, ActorRef<SweepActor.Answer>> front;
    private final Map<String, Sweep> sweeps = new HashMap<>();
    private final Projection projection;
    private final SweepListener observer;
    /** Sweeps whose journal is away, and why, if that is known. */
    private final Map<String, String> paused = new HashMap<>();
    /** Sweeps that this version cannot recover, and why. */
    private final Map<String, Failure> refused = new HashMap<>();

    /** The last beat of each worker that is there. */
    private final Map<String, WorkerBeat> heard = new HashMap<>();

    private final RefusedWorkers refusedWorkers = new RefusedWorkers();
    /** Whether the last question about the epoch had no answer. */
    private boolean doubtful;

    private CoordinatorActor(
            ActorContext<Object> context,
            List<String> known,
            ArtifactStore artifacts,
            LongSupplier clock,
            EpochFence fence,
            Projection projection,
            SweepListener observer) {
        super(context);
        this.projection = projection;
        this.observer = observer;
        this.clock = clock;
        this.fence = fence;
        this.artifacts = artifacts;
        this.front = new Front<>(fence.epoch(), clock.getAsLong(), this);
        known.forEach(this::open);
    }

    /**
     * @param known sweeps in the journal, read after the epoch was claimed; oldest first
     * @param clock wall-clock milliseconds
     * @param fence the hold on this coordinator's epoch
     * @param projection told of every sweep that has new events
     */
    public static Behavior<Object> create(
            List<String> known, ArtifactStore artifacts, LongSupplier clock, EpochFence fence, Projection projection) {
        return create(known, artifacts, clock, fence, projection, SweepListener.NONE);
    }

    /** @param observer told what happens to every sweep */
    public static Behavior<Object> create(
            List<String> known,
            ArtifactStore artifacts,
            LongSupplier clock,
            EpochFence fence,
            Projection projection,
            SweepListener observer) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
            return new CoordinatorActor(context, known, artifacts, clock, fence, projection, observer);
        }));
    }

    @Override
    public Receive<Object> createReceive() {
        // they are tried in this order: what comes thousands of times a second is first
        return newReceiveBuilder()
                .onMessage(WorkerBeat.class, this::onBeat)
                .onMessage(AttemptsSucceeded.class, this::onSuccesses)
                .onMessage(SweepActor.Status.class, this::onStatus)
                .onMessage(SweepActor.SlotsLeft.class, left -> {
                    front.left(left.sweep(), left.offered(), left.unused(), clock.getAsLong());
                    return this;
                })
                .onMessage(AttemptSucceeded.class, this::onSuccess)
                .onMessage(AttemptFailed.class, this::onFailure)
                .onMessage(WorkerLeaving.class, this::onLeaving)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Extend.class, this::onExtend)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(Edit.class, this::onEdit)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(View.class, this::onView)
                .onMessage(Look.class, this::onLook)
                .onMessage(Survey.class, this::onSurvey)
                .onMessage(ReadLog.class, this::onReadLog)
                .onMessage(AttemptLogged.class, log -> {
                    observer.logged(log);
                    return this;
                })
                .onMessage(SweepActor.Grew.class, this::onGrew)
                .onMessage(Found.class, this::onFound)
                .onMessage(SweepActor.Unavailable.class, this::onUnavailable)
                .onMessageEquals(SweepActor.Deposed.INSTANCE, this::deposed)
                .onMessage(EpochChecked.class, this::onEpochChecked)
                .onMessageEquals(Tick.INSTANCE, this::onTick)
                .build();
    }

    private void open(String name) {
        front.open(name);
        sweeps.computeIfAbsent(name, sweep -> {
            var actor = getContext()
                    .spawn(
                            SweepActor.create(
                                    sweep,
                                    clock,
                                    fence,
                                    new ResultCheck(artifacts),
                                    getContext().getSelf().narrow(),
                                    observer),
                            "sweep-" + sweep);
            return new Sweep(actor, getContext().spawn(SweepInboxActor.create(actor), "inbox-" + sweep));
        });
    }

    /** Logged when an outage begins and when its reason is known, however often the sweep tries. */
    private Behavior<Object> onUnavailable(SweepActor.Unavailable unavailable) {
        Failure refusal = unavailable.refused();
        if (refusal != null && refused.put(unavailable.sweep(), refusal) == null) {
            getContext().getLog().error("sweep '{}' cannot be recovered: {}", unavailable.sweep(), refusal);
        }
        if (refused.containsKey(unavailable.sweep())) {
            paused.put(unavailable.sweep(), unavailable.reason());
            return this;
        }
        String before = paused.get(unavailable.sweep());
        if (before == null || !unavailable.reason().isEmpty()) {
            paused.put(unavailable.sweep(), unavailable.reason());
        }
        if (before == null || (before.isEmpty() && !unavailable.reason().isEmpty())) {
            getContext().getLog().error("{}", whyPaused(unavailable.sweep(), unavailable.reason()));
        }
        return this;
    }

    private Failure whyPaused(String sweep, String reason) {
        Failure refusal = refused.get(sweep);
        if (refusal != null) {
            return refusal;
        }
        return new Failure(
                FailureClass.INFRASTRUCTURE,
                "JOURNAL_UNAVAILABLE",
                "sweep '" + sweep + "' is paused, and goes on by itself once its journal can be written and read again"
                        + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void offer(String name, SweepRequest<WorkerAddress, ActorRef<SweepActor.Answer>> request) {
        Sweep sweep = sweeps.get(name);
        if (sweep != null) {
            sweep.inbox().tell(new SweepInbox.Offer(request));
        }
    }

    @Override
    public void tell(WorkerAddress worker, ToWorker message) {
        worker.ref().tell(message);
    }

    @Override
    public void released(String why) {
        getContext().getLog().warn("{}", why);
    }

    private Behavior<Object> onStatus(SweepActor.Status status) {
        projection.changed(status.sweep());
        refused.remove(status.sweep());
        Sweep sweep = sweeps.get(status.sweep());
        if (sweep != null && paused.remove(status.sweep()) != null) {
            getContext().getLog().info("the journal is back; sweep {} goes on", status.sweep());
            // what the inbox handed over before the outage is never answered
            sweep.inbox().tell(SweepInbox.BatchDone.INSTANCE);
        }
        front.status(status.sweep(), status.standing(), status.holders(), clock.getAsLong());
        return this;
    }

    private Behavior<Object> onBeat(WorkerBeat beat) {
        Failure refusal = ProtocolVersion.refusal(beat.worker(), beat.node().version(), beat.protocol());
        if (refusal != null) {
            if (refusedWorkers.isNew(beat.worker(), beat.incarnation())) {
                getContext().getLog().error("{}", refusal);
            }
            beat.replyTo().tell(new BeatAcknowledged(fence.epoch(), List.of(), refusal));
            return this;
        }
        heard.put(beat.worker(), beat);
        front.beat(
                new Beat(beat.worker(), beat.incarnation(), beat.node(), beat.slots(), beat.ahead(), beat.held()),
                new WorkerAddress(beat.replyTo(), beat.protocol() >= ProtocolVersion.BATCHES),
                clock.getAsLong());
        if (!paused.isEmpty()) {
            // else workers would take the coordinator for dead, and join anew again and again
            beat.replyTo().tell(new BeatAcknowledged(fence.epoch(), List.of()));
        }
        return this;
    }

    private Behavior<Object> onSuccess(AttemptSucceeded report) {
        var command = new SweepCommand.FinishTrial(
                report.attempt(),
                report.ref(),
                report.headline(),
                report.durationMillis(),
                report.worker(),
                report.node());
        return report(report, report.attempt(), command, new WorkerAddress(report.replyTo(), false));
    }

    private Behavior<Object> onSuccesses(AttemptsSucceeded report) {
        var address = new WorkerAddress(report.replyTo(), true);
        for (AttemptsSucceeded.Success success : report.successes()) {
            var command = new SweepCommand.FinishTrial(
                    success.attempt(),
                    success.ref(),
                    success.headline(),
                    success.durationMillis(),
                    report.worker(),
                    report.node());
            report(report, success.attempt(), command, address);
        }
        return this;
    }

    private Behavior<Object> onFailure(AttemptFailed report) {
        var command = new SweepCommand.FailAttempt(report.attempt(), report.failure(), report.worker());
        return report(report, report.attempt(), command, new WorkerAddress(report.replyTo(), false));
    }

    private Behavior<Object> report(
            ToCoordinator report, AttemptId attempt, SweepCommand command, WorkerAddress worker) {
        if (!front.knows(attempt.sweep()) && !fence.isFresh()) {
            // its successor may know that sweep; the report comes again
            return this;
        }
        if (!front.report(attempt, command, worker)) {
            getContext().getLog().warn("{} reports an attempt of an unknown sweep: {}", report.worker(), attempt);
        }
        return this;
    }

    private Behavior<Object> onLeaving(WorkerLeaving leaving) {
        front.leaving(leaving.worker(), leaving.incarnation());
        return this;
    }

    private Behavior<Object> onTick() {
        front.tick(clock.getAsLong());
        heard.keySet().retainAll(front.workers());
        getContext()
                .pipeToSelf(
                        fence.ask(),
                        (held, problem) -> new EpochChecked(
                                problem == null ? held : null,
                                problem == null ? "" : String.valueOf(problem.getMessage())));
        return this;
    }

    /** One that has nothing to write would hear of its successor in no other way. */
    private Behavior<Object> onEpochChecked(EpochChecked checked) {
        if (checked.held() == null) {
            if (!doubtful) {
                getContext()
                        .getLog()
                        .warn(
                                "nothing is acknowledged: whether epoch {} holds cannot be known: {}",
                                fence.epoch(),
                                checked.reason());
            }
            doubtful = true;
            return this;
        }
        doubtful = false;
        return checked.held() ? this : deposed();
    }

    private Behavior<Object> deposed() {
        getContext()
                .getLog()
                .error("another coordinator has taken the place of epoch {}: this one ends", fence.epoch());
        return Behaviors.stopped();
    }

    private Behavior<Object> onSubmit(Submit submit) {
        Failure refusal = refused.get(submit.sweep());
        if (refusal != null) {
            submit.replyTo().tell(new SweepActor.Answer(refusal));
            return this;
        }
        if (!front.knows(submit.sweep()) && front.sweeps().size() >= MOST_SWEEPS) {
            submit.replyTo()
                    .tell(new SweepActor.Answer(new Failure(
                            FailureClass.USER,
                            "TOO_MANY_SWEEPS",
                            "this home holds " + MOST_SWEEPS + " sweeps; use another --home")));
            return this;
        }
        var command = new SweepCommand.SubmitSweep(submit.submission(), submit.version(), submit.fresh());
        open(submit.sweep());
        return prepare(submit.sweep(), command, submit.submission(), submit.fresh(), submit.replyTo());
    }

    private Behavior<Object> onExtend(Extend extend) {
        var command = new SweepCommand.ExtendSweep(extend.submission(), extend.version(), extend.fresh());
        return front.knows(extend.sweep())
                ? prepare(extend.sweep(), command, extend.submission(), extend.fresh(), extend.replyTo())
                : change(extend.sweep(), command, extend.replyTo());
    }

    private Behavior<Object> prepare(
            String sweep,
            SweepCommand command,
            Submission submission,
            boolean fresh,
            ActorRef<SweepActor.Answer> replyTo) {
        List<ActorRef<SweepActor.Message>> others = fresh ? List.of() : others(sweep);
        if (others.isEmpty()) {
            return onPrepared(new Prepared(sweep, command, List.of(), replyTo));
        }
        getContext()
                .spawnAnonymous(ReuseActor.create(
                        submission,
                        others,
                        getContext().getSelf(),
                        reused -> new Prepared(sweep, command, reused, replyTo)));
        return this;
    }

    private List<ActorRef<SweepActor.Message>> others(String sweep) {
        return front.sweeps().stream()
                .filter(other -> !other.equals(sweep) && !paused.containsKey(other))
                .flatMap(other -> Optional.ofNullable(sweeps.get(other)).stream())
                .map(Sweep::actor)
                .toList();
    }

    /** What has started when the others have answered is let run. */
    private Behavior<Object> onGrew(SweepActor.Grew grew) {
        List<ActorRef<SweepActor.Message>> others = others(grew.sweep());
        if (!others.isEmpty()) {
            getContext()
                    .spawnAnonymous(ReuseActor.create(
                            grew.wanted(),
                            others,
                            getContext().getSelf(),
                            results -> new Found(grew.sweep(), results)));
        }
        return this;
    }

    private Behavior<Object> onFound(Found found) {
        Reuse.commands(found.results()).forEach(command -> offer(found.sweep(), SweepRequest.unanswered(command)));
        return this;
    }

    /** Results follow at once, so that no beat comes before them and no worker is given what need not be done. */
    private Behavior<Object> onPrepared(Prepared prepared) {
        String sweep = prepared.sweep();
        offer(sweep, new SweepRequest<>(prepared.command(), null, null, prepared.replyTo(), List.of()));
        Reuse.commands(prepared.reused()).forEach(command -> offer(sweep, SweepRequest.unanswered(command)));
        front.drained()
                .forEach(worker -> offer(sweep, SweepRequest.unanswered(new SweepCommand.DrainWorker(worker, true))));
        return this;
    }

    private Behavior<Object> onCancel(Cancel cancel) {
        return change(cancel.sweep(), new SweepCommand.CancelSweep(), cancel.replyTo());
    }

    private Behavior<Object> onEdit(Edit edit) {
        return change(edit.sweep(), edit.edit(), edit.replyTo());
    }

    private Behavior<Object> change(String sweep, SweepCommand command, ActorRef<SweepActor.Answer> replyTo) {
        if (front.knows(sweep)) {
            offer(sweep, new SweepRequest<>(command, null, null, replyTo, List.of()));
        } else {
            refuse(replyTo, "NO_SUCH_SWEEP", "no sweep '" + sweep + "' here; there are " + List.copyOf(front.sweeps()));
        }
        return this;
    }

    private Behavior<Object> onDrain(Drain drain) {
        List<String> all = front.underWay();
        boolean known =
                front.workers().contains(drain.worker()) || front.drained().contains(drain.worker());
        if (!known) {
            refuse(
                    drain.replyTo(),
                    "NO_SUCH_WORKER",
                    "no worker '" + drain.worker() + "' here; there are " + front.workers());
        } else if (all.isEmpty()) {
            refuse(drain.replyTo(), "NOT_UNDER_WAY", "no sweep is under way, so no worker gets work");
        } else {
            var replyTo = getContext().spawnAnonymous(AnswersActor.create(all.size(), drain.replyTo()));
            var command = new SweepCommand.DrainWorker(drain.worker(), drain.drained());
            all.forEach(sweep -> offer(sweep, new SweepRequest<>(command, null, null, replyTo, List.of())));
        }
        return this;
    }

    private static void refuse(ActorRef<SweepActor.Answer> to, String code, String why) {
        to.tell(new SweepActor.Answer(new Failure(FailureClass.USER, code, why)));
    }

    private Behavior<Object> onView(View view) {
        Sweep sweep = sweeps.get(view.sweep());
        if (sweep == null) {
            view.replyTo().tell(new ViewAnswer(null));
        } else if (paused.containsKey(view.sweep())) {
            view.replyTo().tell(new ViewAnswer(null, whyPaused(view.sweep(), paused.getOrDefault(view.sweep(), ""))));
        } else {
            sweep.actor().tell(new SweepActor.GetView(views(), front.peers(), view.replyTo()));
        }
        return this;
    }

    private Behavior<Object> onLook(Look look) {
        Sweep sweep = sweeps.get(look.sweep());
        if (sweep == null) {
            look.replyTo().tell(new Seen(null, null));
        } else if (paused.containsKey(look.sweep())) {
            look.replyTo().tell(new Seen(null, whyPaused(look.sweep(), paused.getOrDefault(look.sweep(), ""))));
        } else {
            sweep.actor().tell(new SweepActor.Look(views(), front.peers(), look.replyTo()));
        }
        return this;
    }

    private List<SweepView.WorkerView> views() {
        return front.views(clock.getAsLong()).stream()
                .map(view -> {
                    WorkerBeat beat = heard.get(view.name());
                    return beat == null
                            ? view
                            : view.using(beat.images(), beat.node().memoryMiB(), beat.memoryUsedMiB());
                })
                .toList();
    }

    private Behavior<Object> onReadLog(ReadLog read) {
        WorkerBeat beat = heard.get(read.worker());
        if (beat != null) {
            beat.replyTo().tell(new AttemptLogWanted(read.attempt(), read.replyTo()));
        }
        return this;
    }

    private Behavior<Object> onSurvey(Survey survey) {
        survey.replyTo().tell(new Surveyed(front.lines(), views()));
        return this;
    }
}
