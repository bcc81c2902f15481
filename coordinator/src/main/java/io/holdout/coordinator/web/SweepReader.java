package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at sweeps for whoever asks. However many ask, the coordinator is asked a few times a second, and the answer is
 * turned into JSON once.
 */
final class SweepReader {
    /** Younger than anybody can see, and older than a crowd's next question. */
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
    /** A look changes nothing and is made again: what a journal just lost keeps waiting is not worth waiting for. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Sweeps that are remembered; a home holds no more. */
    private static final int MOST_SWEEPS = 1_000;

    private final ActorSystem<?> system;
    private final ActorRef<Object> coordinator;
    private final LongSupplier nanos;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(long atNanos, CompletionStage<Look> look) {}

    /** A sight, and the JSON of its view once somebody wanted it. */
    static final class Look {
        private final Sight sight;
        private byte @Nullable [] view;

        Look(Sight sight) {
            this.sight = sight;
        }

        Sight sight() {
            return sight;
        }

        synchronized byte[] view() {
            byte[] made = view;
            if (made == null) {
                made = CanonicalJson.write(sight.view()).getBytes(StandardCharsets.UTF_8);
                view = made;
            }
            return made;
        }
    }

    /** @param nanos such as {@link System#nanoTime} */
    SweepReader(ActorSystem<?> system, ActorRef<Object> coordinator, LongSupplier nanos) {
        this.system = system;
        this.coordinator = coordinator;
        this.nanos = nanos;
    }

    /** Fails with {@link Refused}: 404 if there is no such sweep, 503 if it cannot be looked at now. */
    CompletionStage<Look> look(String sweep) {
        long now = nanos.getAsLong();
        Asked before = asked.get(sweep);
        if (before != null && now - before.atNanos() < FRESH_NANOS) {
            return before.look();
        }
        CompletionStage<Look> look = ask(sweep);
        if (asked.size() >= MOST_SWEEPS) {
            asked.clear();
        }
        var mine = new Asked(now, look);
        asked.put(sweep, mine);
        // what could not be seen is asked for again at once
        look.whenComplete((seen, problem) -> {
            if (problem != null) {
                asked.remove(sweep, mine);
            }
        });
        return look;
    }

    Sight joined(String sweep) {
        try {
            return look(sweep).toCompletableFuture().join().sight();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    /** Whoever changed something wants to see it. */
    void forget(String sweep) {
        asked.remove(sweep);
    }

    private CompletionStage<Look> ask(String sweep) {
        return AskPattern.<Object, CoordinatorActor.Seen>ask(
                        coordinator, replyTo -> new CoordinatorActor.Look(sweep, replyTo), PATIENCE, system.scheduler())
                .handle((seen, problem) -> {
                    if (problem != null) {
                        throw Failures.late();
                    }
                    return new Look(sight(sweep, seen));
                });
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
