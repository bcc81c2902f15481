package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.protocol.failure.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at sweeps for whoever asks. However many ask, a sweep is asked a few times a second, what it answers is made into
 * bytes once, and whoever asks meanwhile gets the last ones without waiting. A sweep that nobody asks for costs nothing.
 */
final class SweepReader {
    /** Younger than anybody can see, and older than a crowd's next question. */
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();
    /** A large sweep's view may take a twentieth of one processor. */
    private static final long SHARE = 20;
    /** Even the largest sweep is looked at anew after this. */
    private static final long LONGEST_FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    /** A look that is older than so many periods is shown to nobody: they wait for the next. */
    private static final long PERIODS_SHOWN = 4;
    /** A look changes nothing and is made again: what a journal just lost keeps waiting is not worth waiting for. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Sweeps that are remembered; a home holds no more. */
    private static final int MOST_SWEEPS = 1_000;

    private final ActorSystem<?> system;
    private final ActorRef<Object> coordinator;
    private final LongSupplier nanos;
    private final Executor rendering;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    /** One question, and the look before it; told apart by identity. */
    private static final class Asked {
        private final CompletableFuture<Look> answer = new CompletableFuture<>();
        private final @Nullable Look before;

        Asked(@Nullable Look before) {
            this.before = before;
        }

        @Nullable
        Look newest() {
            boolean answered = answer.isDone() && !answer.isCompletedExceptionally();
            return answered ? answer.join() : before;
        }

        boolean isOver(long now) {
            Look look = answer.isDone() ? newest() : null;
            return look != null && now - look.atNanos() >= fresh(look);
        }
    }

    /** @param nanos such as {@link System#nanoTime} */
    SweepReader(ActorSystem<?> system, ActorRef<Object> coordinator, LongSupplier nanos) {
        this.system = system;
        this.coordinator = coordinator;
        this.nanos = nanos;
        this.rendering = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    private static long fresh(Look look) {
        return Math.min(LONGEST_FRESH_NANOS, Math.max(FRESH_NANOS, SHARE * look.costNanos()));
    }

    /** Fails with {@link Refused}: 404 if there is no such sweep, 503 if it cannot be looked at now. */
    CompletionStage<Look> look(String sweep) {
        long now = nanos.getAsLong();
        Asked last = asked.get(sweep);
        if (last == null || last.isOver(now)) {
            last = ask(sweep, last, now);
        }
        Look newest = last.newest();
        return newest != null && now - newest.atNanos() < PERIODS_SHOWN * fresh(newest)
                ? CompletableFuture.completedFuture(newest)
                : last.answer;
    }

    /** Whoever changed something wants to see it. */
    void forget(String sweep) {
        asked.remove(sweep);
    }

    /** The next look at any sweep is a new one. */
    void forgetAll() {
        asked.clear();
    }

    /** The question that now is the last: this one, or one that somebody else was quicker with. */
    private Asked ask(String sweep, @Nullable Asked last, long now) {
        if (asked.size() >= MOST_SWEEPS) {
            asked.clear();
        }
        var mine = new Asked(last == null ? null : last.newest());
        Asked other = asked.compute(sweep, (name, current) -> current == null || current == last ? mine : current);
        if (other != mine) {
            return other;
        }
        AskPattern.<Object, CoordinatorActor.Seen>ask(
                        coordinator, replyTo -> new CoordinatorActor.Look(sweep, replyTo), PATIENCE, system.scheduler())
                .handle((seen, problem) -> {
                    if (problem != null) {
                        throw Failures.late();
                    }
                    return sight(sweep, seen);
                })
                .thenApplyAsync(sight -> Look.of(sight, now, nanos), rendering)
                .whenComplete((look, problem) -> {
                    if (problem == null) {
                        mine.answer.complete(look);
                    } else {
                        // what could not be seen is asked for again at once
                        asked.remove(sweep, mine);
                        mine.answer.completeExceptionally(
                                problem instanceof CompletionException && problem.getCause() != null
                                        ? problem.getCause()
                                        : problem);
                    }
                });
        return mine;
    }

    private static Sight sight(String sweep, CoordinatorActor.Seen seen) {
        Failure unavailable = seen.unavailable();
        if (unavailable != null) {
            throw new Refused(Problem.of(503, unavailable));
        }
        Sight sight = seen.sight();
        if (sight == null || sight.number() == 0) {
            throw new Refused(404, "NO_SUCH_SWEEP", "no sweep '" + sweep + "' here");
        }
        return sight;
    }
}
