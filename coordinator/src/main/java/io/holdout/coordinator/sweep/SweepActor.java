package io.holdout.coordinator.sweep;

import io.holdout.coordinator.journal.JournalReader;
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
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
 * The shell of one sweep: reads the clock, takes a {@link Turn}, persists a whole batch of events at once, and only then
 * answers. Anything it is asked meanwhile waits in {@link SweepInbox}.
 */
public final class SweepActor extends EventSourcedBehavior<SweepActor.Message, SweepEvent, SweepState>
        implements Turn.Replies<ActorRef<ToWorker>, ActorRef<SweepActor.Answer>> {
    /** Events between snapshots: replaying as many takes well under a second. */
    private static final int EVENTS_PER_SNAPSHOT = 2_000;

    private static final int SNAPSHOTS_KEPT = 2;
    private static final Duration FIRST_RESTART = Duration.ofMillis(500);
    /** Small beside what a database takes to come back, and still no load on one that is down. */
    private static final Duration LAST_RESTART = Duration.ofSeconds(5);

    /** What the actor is told. */
    public sealed interface Message permits Batch, GetView {}

    /** Requests in the order in which they came; {@code done} is told when all are dealt with. */
    record Batch(List<SweepRequest<ActorRef<ToWorker>, ActorRef<Answer>>> requests, ActorRef<SweepInbox.BatchDone> done)
            implements Message {}

    /** What became of a client's command. */
    public record Answer(@Nullable Failure refusal) {}

    /** What the listener is told. */
    sealed interface News permits Status, Unavailable {}

    /**
     * Where the sweep stands.
     *
     * @param holders workers that the journal says hold attempts; only after recovery
     */
    record Status(String sweep, SweepPhase phase, List<String> holders) implements News {}

    /**
     * The journal does not take or give events; the actor tries again until it does, and then sends its status.
     *
     * @param reason in the journal's words; empty if unknown
     * @param refused why trying again cannot help; null if it may
     */
    record Unavailable(String sweep, String reason, @Nullable Failure refused) implements News {}

    /** Asks for what people see. */
    public record GetView(List<SweepView.WorkerView> workers, ActorRef<CoordinatorActor.ViewAnswer> replyTo)
            implements Message {}

    private static final Logger LOG = LoggerFactory.getLogger(SweepActor.class);

    private final ActorContext<Message> context;
    private final ActorRef<Message> self;
    private final ActorRef<SweepInbox.BatchDone> nobody;
    private final LongSupplier clock;
    private final long epoch;
    private final String sweep;
    private final ResultCheck results;
    private final ActorRef<News> listener;
    private final Map<AttemptId, AttemptProgress> progress = new HashMap<>();
    private boolean snapshotsFail;

    private SweepActor(
            ActorContext<Message> context,
            String sweep,
            LongSupplier clock,
            long epoch,
            ResultCheck results,
            ActorRef<News> listener) {
        super(
                PersistenceId.ofUniqueId(JournalReader.persistenceId(sweep)),
                // the coordinator logs an outage once, not each try with its stack
                SupervisorStrategy.restartWithBackoff(FIRST_RESTART, LAST_RESTART, 0.1)
                        .withLoggingEnabled(false));
        this.context = context;
        this.self = context.getSelf();
        this.nobody = context.getSystem().ignoreRef();
        this.clock = clock;
        this.epoch = epoch;
        this.sweep = sweep;
        this.results = results;
        this.listener = listener;
    }

    /**
     * @param clock wall-clock milliseconds
     * @param epoch incarnation of this coordinator
     * @param listener told after recovery, after events were persisted, and when that fails
     */
    static Behavior<Message> create(
            String sweep, LongSupplier clock, long epoch, ResultCheck results, ActorRef<News> listener) {
        return Behaviors.setup(context -> new SweepActor(context, sweep, clock, epoch, results, listener));
    }

    @Override
    public SweepState emptyState() {
        return SweepState.EMPTY;
    }

    @Override
    public CommandHandler<Message, SweepEvent, SweepState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Batch.class, this::onBatch)
                .onCommand(GetView.class, (state, ask) -> {
                    var view = SweepViews.of(state, progress, ask.workers(), clock.getAsLong());
                    ask.replyTo().tell(new CoordinatorActor.ViewAnswer(view));
                    return Effect().none();
                })
                .build();
    }

    private Effect<SweepEvent, SweepState> onBatch(SweepState state, Batch batch) {
        batch.requests().forEach(request -> request.progress().forEach(each -> progress.put(each.attempt(), each)));
        var turn = Turn.of(Rules.REAL, state, batch.requests(), clock.getAsLong());
        return Effect().persist(turn.events()).thenRun(() -> {
            turn.reply(epoch, this);
            SweepState end = turn.after();
            progress.keySet().removeIf(attempt -> !end.holds(attempt));
            turn.events().forEach(this::log);
            if (!turn.events().isEmpty()) {
                listener.tell(new Status(sweep, end.phase(), List.of()));
            }
            forget(results.lostInputs(end, turn.withoutInputs()));
            batch.done().tell(SweepInbox.BatchDone.INSTANCE);
        });
    }

    @Override
    public void tell(ActorRef<ToWorker> worker, ToWorker message) {
        worker.tell(message);
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
        } else if (event instanceof SweepEvent.SweepSubmitted submitted) {
            context.getLog().info("sweep {} submitted", submitted.sweep());
        } else if (!(event instanceof SweepEvent.AttemptStarted) && !(event instanceof SweepEvent.TrialSucceeded)) {
            context.getLog().info("{}", event);
        }
    }

    @Override
    public EventHandler<SweepState, SweepEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent(Evolver::evolve);
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
        listener.tell(new Unavailable(sweep, String.valueOf(cause.getMessage()), refusalIn(cause)));
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
        listener.tell(new Status(sweep, state.phase(), state.holders()));
        if (state.phase() == SweepPhase.RUNNING) {
            // workers wait for orders; whoever misses a result before it is known to be lost says so
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
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
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
