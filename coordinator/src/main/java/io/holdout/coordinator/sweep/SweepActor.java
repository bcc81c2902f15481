package io.holdout.coordinator.sweep;

import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.SnapshotSchedule;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of one sweep: reads the clock, takes a {@link Turn}, persists a whole batch of events at once, asks whether its
 * coordinator's epoch still holds, and only then answers. Anything it is asked meanwhile waits in {@link SweepInbox}.
 */
public final class SweepActor extends EventSourcedBehavior<SweepActor.Message, JournalEntry, SweepState>
        implements Turn.Replies<CoordinatorActor.WorkerAddress, ActorRef<SweepActor.Answer>> {
    private static final Duration FIRST_RESTART = Duration.ofMillis(500);
    /** Small beside what a database takes to come back, and still no load on one that is down. */
    private static final Duration LAST_RESTART = Duration.ofSeconds(5);

    /** After which a sweep asks for its epoch again when nobody knew; others ask for it every second as well. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /** What the actor is told. */
    public sealed interface Message permits Batch, GetView, GetResults, Look, Checked {}

    /** Requests in the order in which they came; {@code done} is told when all are dealt with. */
    record Batch(
            List<SweepRequest<CoordinatorActor.WorkerAddress, ActorRef<Answer>>> requests,
            ActorRef<SweepInbox.BatchDone> done,
            long offeredNanos)
            implements Message {
        Batch(
                List<SweepRequest<CoordinatorActor.WorkerAddress, ActorRef<Answer>>> requests,
                ActorRef<SweepInbox.BatchDone> done) {
            this(requests, done, System.nanoTime());
        }
    }

    /**
     * What the registry of epochs said of this coordinator's.
     *
     * @param turn persisted before it was asked; null if the batch is not decided yet
     * @param held null if it cannot be known
     * @param reason why not
     */
    private record Checked(
            Batch batch,
            @Nullable Turn<CoordinatorActor.WorkerAddress, ActorRef<Answer>> turn,
            @Nullable Boolean held,
            String reason)
            implements Message {}

    /** What became of a client's command. */
    public record Answer(@Nullable Failure refusal) {}

    /** What the listener is told. */
    sealed interface News permits Status, SlotsLeft, Grew, Unavailable, Deposed {}

    /**
     * Where the sweep stands.
     *
     * @param holders workers that the journal says hold attempts; only after recovery or a doubt
     */
    record Status(String sweep, Standing standing, List<String> holders) implements News {}

    /** There is nothing for this many of the slots that a worker offered. */
    record SlotsLeft(String sweep, SweepCommand.ReconcileWorker offered, int unused) implements News {}

    /** Searches have added these trials, which other sweeps may have finished. */
    record Grew(String sweep, List<TrialId> wanted) implements News {}

    /**
     * The journal does not take or give events; the actor tries again until it does, and then sends its status.
     *
     * @param reason in the journal's words; empty if unknown
     * @param refused why trying again cannot help; null if it may
     */
    record Unavailable(String sweep, String reason, @Nullable Failure refused) implements News {}

    /** Another coordinator has taken the journal: nothing may be answered any more. */
    enum Deposed implements News {
        INSTANCE
    }

    /** Asks for what people see. */
    public record GetView(
            List<SweepView.WorkerView> workers, Peers peers, ActorRef<CoordinatorActor.ViewAnswer> replyTo)
            implements Message {}

    /** Asks for all that is known, which is immutable: whoever reads it costs this actor nothing more. */
    record Look(List<SweepView.WorkerView> workers, Peers peers, ActorRef<CoordinatorActor.Seen> replyTo)
            implements Message {}

    /** Asks for results that it has of any of these trials. */
    record GetResults(Set<TrialId> wanted, ActorRef<ReuseActor.Offered> replyTo) implements Message {}

    private static final Logger LOG = LoggerFactory.getLogger(SweepActor.class);

    private final ActorContext<Message> context;
    private final ActorRef<Message> self;
    private final ActorRef<SweepInbox.BatchDone> nobody;
    private final LongSupplier clock;
    private final EpochFence fence;
    private final String sweep;
    private final ResultCheck results;
    private final ActorRef<News> listener;
    private final SweepListener observer;
    private final Map<AttemptId, AttemptProgress> progress = new HashMap<>();
    /** Whether nothing is known of the journal's last events and the epoch, so that the listener waits for word. */
    private boolean doubtful = true;
    /** Whether the journal was looked at since it was read. */
    private boolean verified;

    /** Decided, and being persisted. */
    private @Nullable Turn<CoordinatorActor.WorkerAddress, ActorRef<Answer>> writing;

    /** Empty but while a turn is answered. */
    private final Outbox<ActorRef<ToWorker>> outbox = new Outbox<>(ActorRef::tell);

    private boolean snapshotsFail;
    private boolean asksAgain;

    private SweepActor(
            ActorContext<Message> context,
            String sweep,
            LongSupplier clock,
            EpochFence fence,
            ResultCheck results,
            ActorRef<News> listener,
            SweepListener observer) {
        super(
                PersistenceId.ofUniqueId(JournalReader.persistenceId(sweep)),
                // the coordinator logs an outage once, not each try with its stack
                SupervisorStrategy.restartWithBackoff(FIRST_RESTART, LAST_RESTART, 0.1)
                        .withLoggingEnabled(false));
        this.context = context;
        this.self = context.getSelf();
        this.nobody = context.getSystem().ignoreRef();
        this.clock = clock;
        this.fence = fence;
        this.sweep = sweep;
        this.results = results;
        this.listener = listener;
        this.observer = observer;
    }

    /**
     * @param clock wall-clock milliseconds
     * @param fence of this coordinator
     * @param listener told after recovery, after events were persisted, and when that fails
     * @param observer told what happens
     */
    static Behavior<Message> create(
            String sweep,
            LongSupplier clock,
            EpochFence fence,
            ResultCheck results,
            ActorRef<News> listener,
            SweepListener observer) {
        return Behaviors.setup(context -> new SweepActor(context, sweep, clock, fence, results, listener, observer));
    }

    @Override
    public SweepState emptyState() {
        return SweepState.EMPTY;
    }

    @Override
    public CommandHandler<Message, JournalEntry, SweepState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Batch.class, this::onBatch)
                .onCommand(Checked.class, this::onChecked)
                .onCommand(GetView.class, (state, ask) -> {
                    var view = SweepViews.of(state, progress, ask.workers(), ask.peers(), clock.getAsLong());
                    ask.replyTo().tell(new CoordinatorActor.ViewAnswer(view));
                    return Effect().none();
                })
                .onCommand(Look.class, this::onLook)
                .onCommand(GetResults.class, (state, ask) -> {
                    ask.replyTo().tell(new ReuseActor.Offered(Reuse.offeredBy(state, ask.wanted())));
                    return Effect().none();
                })
                .build();
    }

    private Effect<JournalEntry, SweepState> onLook(SweepState state, Look look) {
        var sight = new Sight(
                state,
                Map.copyOf(progress),
                look.workers(),
                look.peers(),
                lastSequenceNumber(context),
                clock.getAsLong());
        look.replyTo().tell(new CoordinatorActor.Seen(sight, null));
        return Effect().none();
    }

    private Effect<JournalEntry, SweepState> onBatch(SweepState state, Batch batch) {
        asksAgain &= !batch.requests().isEmpty();
        if (state.epoch() > fence.epoch()) {
            listener.tell(Deposed.INSTANCE);
            return Effect().none();
        }
        if (!verified || !fence.isFresh()) {
            check(batch, null);
            return Effect().none();
        }
        batch.requests().forEach(request -> request.progress().forEach(each -> progress.put(each.attempt(), each)));
        var turn = Turn.of(Rules.REAL, state, batch.requests(), clock.getAsLong(), fence.epoch());
        long began = System.nanoTime();
        writing = turn;
        return Effect().persist(turn.entries()).thenRun(() -> {
            writing = null;
            if (!turn.events().isEmpty()) {
                observer.written(sweep, turn.events(), System.nanoTime() - began);
            }
            progress.keySet().removeIf(attempt -> !turn.after().holds(attempt));
            turn.events().forEach(this::log);
            check(batch, turn);
        });
    }

    private void check(Batch batch, @Nullable Turn<CoordinatorActor.WorkerAddress, ActorRef<Answer>> turn) {
        context.pipeToSelf(
                verified ? fence.ask() : fence.verify(sweep),
                (held, problem) -> new Checked(
                        batch,
                        turn,
                        problem == null ? held : null,
                        problem == null ? "" : String.valueOf(problem.getMessage())));
    }

    /** What is not answered is asked again: by the worker's next beat, or by the client. */
    private Effect<JournalEntry, SweepState> onChecked(SweepState state, Checked checked) {
        if (checked.held() == null) {
            doubtful = true;
            listener.tell(new Unavailable(sweep, checked.reason(), null));
            askAgain();
            checked.batch().done().tell(SweepInbox.BatchDone.INSTANCE);
            return Effect().none();
        }
        if (!checked.held()) {
            listener.tell(Deposed.INSTANCE);
            return Effect().none();
        }
        verified = true;
        if (doubtful) {
            doubtful = false;
            listener.tell(new Status(sweep, Standing.of(state), state.holders()));
            forgetLost(state);
            grew(null, state);
        }
        var turn = checked.turn();
        if (turn == null) {
            return onBatch(state, checked.batch());
        }
        answer(turn);
        observer.answered(
                sweep, turn.orders(), System.nanoTime() - checked.batch().offeredNanos());
        checked.batch().done().tell(SweepInbox.BatchDone.INSTANCE);
        return Effect().none();
    }

    private void grew(@Nullable SweepState before, SweepState after) {
        List<TrialId> wanted = Reuse.wanted(before, after);
        if (!wanted.isEmpty()) {
            listener.tell(new Grew(sweep, wanted));
        }
    }

    /** The listener may take the sweep for finished, and so never ask it anything, though it goes on. */
    private void askAgain() {
        if (!asksAgain) {
            asksAgain = true;
            context.scheduleOnce(ASK_AGAIN, self, new Batch(List.of(), nobody));
        }
    }

    private void answer(Turn<CoordinatorActor.WorkerAddress, ActorRef<Answer>> turn) {
        // before the answer, after which a worker asks for more
        grew(turn.before(), turn.after());
        turn.reply(this);
        outbox.send();
        if (!turn.events().isEmpty()) {
            listener.tell(new Status(sweep, Standing.of(turn.after()), List.of()));
        }
        if (turn.events().stream().anyMatch(SweepEvent.ResultsReused.class::isInstance)) {
            // somebody else's results were whole when they were made
            forgetLost(turn.after());
        }
        forget(results.lostAfter(turn));
    }

    @Override
    public void tell(CoordinatorActor.WorkerAddress worker, ToWorker message) {
        outbox.put(worker.ref(), worker.takesBatches(), message);
    }

    @Override
    public void left(SweepCommand.ReconcileWorker offered, int unused) {
        listener.tell(new SlotsLeft(sweep, offered, unused));
    }

    @Override
    public void answer(ActorRef<Answer> client, @Nullable Failure refusal) {
        client.tell(new Answer(refusal));
    }

    private void log(SweepEvent event) {
        if (event instanceof SweepEvent.AttemptFailed failed) {
            context.getLog().warn("attempt {} failed on {}: {}", failed.attempt(), failed.worker(), failed.failure());
        } else if (event instanceof SweepEvent.TrialGivenUp given) {
            context.getLog().error("trial {} given up: {}", given.trial().shortHex(), given.failure());
        } else if (event instanceof SweepEvent.ResultDiverged diverged) {
            context.getLog().error("attempt {} has another result than the first", diverged.attempt());
        } else if (event instanceof SweepEvent.ResultsReused reused) {
            context.getLog()
                    .info(
                            "{} trials of {} were finished in other sweeps",
                            reused.results().size(),
                            sweep);
        } else if (event instanceof SweepEvent.SweepExtended) {
            context.getLog().info("sweep {} extended", sweep);
        } else if (event instanceof SweepEvent.SweepSubmitted submitted) {
            context.getLog().info("sweep {} submitted", submitted.sweep());
        } else if (!(event instanceof SweepEvent.AttemptStarted) && !(event instanceof SweepEvent.TrialSucceeded)) {
            context.getLog().info("{}", event);
        }
    }

    @Override
    public EventHandler<SweepState, JournalEntry> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, entry) -> {
            // while it is written it is known already; when the journal is read it is not
            SweepState known = writing == null ? null : writing.after(state, entry);
            return known == null ? Evolver.evolve(state, entry) : known;
        });
    }

    @Override
    public SignalHandler<SweepState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(RecoveryFailed.class, (state, failed) -> onUnavailable(failed.failure()))
                .onSignal(PreRestart.instance(), state -> listener.tell(new Unavailable(sweep, "", null)))
                .onSignal(SnapshotFailed.class, (state, failed) -> onSnapshotFailed(failed.getFailure()))
                .onSignal(SnapshotCompleted.class, (state, completed) -> snapshotsFail = false)
                .build();
    }

    private void onUnavailable(Throwable cause) {
        listener.tell(new Unavailable(sweep, reason(cause), refusalIn(cause)));
    }

    /** The innermost: what is around it only says that it happened during recovery, and a failure's message is bounded. */
    private static String reason(Throwable thrown) {
        String reason = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason;
    }

    /** What a newer version wrote, or a plan that this one would not make: no journal that comes back mends it. */
    private static @Nullable Failure refusalIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HoldoutException known && known.failure().failureClass() == FailureClass.USER) {
                return known.failure();
            }
        }
        return null;
    }

    /** Nothing is lost without a snapshot: recovery reads more events. Said once until one succeeds. */
    private void onSnapshotFailed(Throwable cause) {
        if (!snapshotsFail) {
            LOG.warn(
                    "no snapshot of sweep {} could be written; it goes on, and recovers more slowly: {}",
                    sweep,
                    cause.getMessage());
        }
        snapshotsFail = true;
    }

    private void onRecovered(SweepState state) {
        if (state.epoch() > fence.epoch()) {
            context.getLog()
                    .error(
                            "the journal of sweep {} was written in epoch {}, later than this coordinator's {}; if no"
                                    + " other coordinator runs, the record of epochs was lost: enter a larger number"
                                    + " there",
                            sweep,
                            state.epoch(),
                            fence.epoch());
            listener.tell(Deposed.INSTANCE);
            return;
        }
        doubtful = true;
        verified = false;
        observer.recovered(sweep);
        check(new Batch(List.of(), nobody), null);
    }

    /** A finished sweep says at once what it lacks; the workers of a running one wait for orders. */
    private void forgetLost(SweepState state) {
        if (state.phase().isUnderWay()) {
            // whoever misses a result before it is known to be lost says so
            context.getSystem()
                    .dispatchers()
                    .lookup(DispatcherSelector.blocking())
                    .execute(() -> forget(results.lost(state)));
        } else {
            forget(results.lost(state));
        }
    }

    /** From any thread. */
    private void forget(List<TrialId> lost) {
        if (!lost.isEmpty()) {
            LOG.error("{} results of {} are gone or damaged and will be made again", lost.size(), sweep);
            self.tell(new Batch(List.of(SweepRequest.unanswered(new SweepCommand.ForgetResults(lost))), nobody));
        }
    }

    @Override
    public EventAdapter<JournalEntry, ?> eventAdapter() {
        return new EventAdapter<JournalEntry, Object>() {
            @Override
            public Object toJournal(JournalEntry entry) {
                return entry;
            }

            @Override
            public String manifest(JournalEntry entry) {
                return "";
            }

            @Override
            public EventSeq<JournalEntry> fromJournal(Object read, String manifest) {
                return EventSeq.single(JournalEntry.of(read));
            }
        };
    }

    @Override
    public boolean shouldSnapshot(SweepState state, JournalEntry event, long number) {
        return SnapshotSchedule.isDue(number);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        // these delete those that are older than the one before, also what was taken between them
        return RetentionCriteria.snapshotEvery(SnapshotSchedule.LONGEST, 1);
    }

    @Override
    public SnapshotAdapter<SweepState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(SweepState state) {
                return PackedSnapshot.of(state.toSnapshot());
            }

            @Override
            public SweepState fromJournal(Object from) {
                try {
                    return SweepState.fromSnapshot(
                            from instanceof PackedSnapshot packed ? packed.unpacked() : (SweepSnapshot) from);
                } catch (HoldoutException e) {
                    onUnavailable(e);
                    throw e;
                }
            }
        };
    }
}
