package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.web.access.Role;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What attempts say: of one that runs, asked of its worker; of one that is over, what was kept of it. */
final class LogRoutes {
    static final int MOST_FOLLOWERS = 50;

    private static final String LOG = TrialRoutes.TRIALS + "/{trial}/attempts/{attempt}/log";
    private static final int MOST_ATTEMPTS = 1_000_000;
    private static final int MOST_LINES = 10_000;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** A worker answers at once, or is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Looks at an attempt that is over until what it said last may be taken for lost. */
    private static final int MOST_MISSED = 5;

    private static final ByteString STILL_HERE = ByteString.fromString(":\n\n");

    private final Service service;
    private final AtomicInteger followers = new AtomicInteger();

    LogRoutes(Service service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(new Route(GET, LOG, Role.READER, this::log));
    }

    /** One attempt that somebody asks for. */
    private record Wanted(String sweep, String trial, int attempt) {}

    private CompletionStage<HttpResponse> log(Call call) {
        var wanted = new Wanted(call.name("sweep"), call.name("trial"), number(call.name("attempt")));
        int lines = (int) call.number("tail", MOST_LINES, 1, MOST_LINES);
        boolean follow = call.word("follow").orElse("false").equals("true");
        long known = LiveRoutes.known(call);
        if (follow && followers.get() >= MOST_FOLLOWERS) {
            throw new Refused(503, "TOO_MANY_WATCHERS", MOST_FOLLOWERS + " follow logs already");
        }
        CompletionStage<LogView> first =
                read(wanted).thenApply(log -> log.after(known).tail(lines));
        return follow ? first.thenApply(log -> Answers.stream(follow(wanted, log))) : first.thenApply(Answers::json);
    }

    private static int number(String word) {
        try {
            int number = Integer.parseInt(word);
            if (number >= 1 && number <= MOST_ATTEMPTS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Refused(404, "NO_SUCH_ATTEMPT", "attempts are numbered from 1");
    }

    private CompletionStage<LogView> read(Wanted wanted) {
        return service.reader().look(wanted.sweep()).thenCompose(look -> {
            Sight sight = look.sight();
            PlannedTrial trial = TrialRoutes.find(sight, wanted.trial());
            int attempts = sight.state().attempts(trial.index());
            if (wanted.attempt() > attempts) {
                throw new Refused(
                        404, "NO_SUCH_ATTEMPT", "trial " + trial.id().shortHex() + " has " + attempts + " attempts");
            }
            var attempt = new AttemptId(wanted.sweep(), trial.id(), wanted.attempt());
            Optional<SweepView.AttemptView> running = look.view().running().stream()
                    .filter(each -> each.trial().equals(trial.id().shortHex()) && each.attempt() == wanted.attempt())
                    .findFirst();
            return running.isPresent()
                    ? running(running.get().worker(), attempt)
                    : service.blocking(() -> kept(attempt));
        });
    }

    private CompletionStage<LogView> running(String worker, AttemptId attempt) {
        return service.<AttemptLogged>ask(PATIENCE, replyTo -> new CoordinatorActor.ReadLog(worker, attempt, replyTo))
                .handle((log, problem) -> problem == null
                        ? new LogView(attempt.number(), log.from(), log.text(), false)
                        // it may be on its way there, or lost; whoever follows asks again
                        : new LogView(attempt.number(), 0, "", false));
    }

    private LogView kept(AttemptId attempt) {
        return service.logs()
                .of(attempt)
                .map(log -> new LogView(attempt.number(), log.from(), log.text(), true))
                .orElseThrow(() -> new Refused(
                        404,
                        "NO_LOG",
                        "nothing is kept of this attempt: it was over in a moment, or is too long ago, or its worker was"
                                + " lost with it"));
    }

    private Source<ByteString, NotUsed> follow(Wanted wanted, LogView first) {
        var follower = new Follower(wanted, first.next());
        var rest = Source.tick(PERIOD, PERIOD, 0)
                .mapAsync(1, tick -> follower.next())
                .takeWhile(log -> !log.isOver(), true);
        Source<LogView, NotUsed> all =
                first.isOver() ? Source.single(first) : Source.single(first).concat(rest);
        return all.via(service.untilTheEnd())
                .map(log -> log.text().isEmpty() && !log.isOver() ? STILL_HERE : event(log))
                .recoverWithRetries(1, Throwable.class, Source::empty)
                .watchTermination((ignored, done) -> {
                    followers.incrementAndGet();
                    done.whenComplete((end, problem) -> followers.decrementAndGet());
                    return NotUsed.getInstance();
                });
    }

    private static ByteString event(LogView log) {
        return ByteString.fromString("id: " + log.next() + "\nevent: log\ndata: " + CanonicalJson.write(log) + "\n\n");
    }

    /** One reader; used by one thread at a time. */
    private final class Follower {
        private final Wanted wanted;
        private volatile long known;
        private final AtomicInteger missed = new AtomicInteger();

        Follower(Wanted wanted, long known) {
            this.wanted = wanted;
            this.known = known;
        }

        CompletionStage<LogView> next() {
            return read(wanted).handle((log, problem) -> {
                if (problem == null) {
                    LogView more = log.after(known);
                    known = Math.max(known, more.next());
                    return more;
                }
                if (missed.incrementAndGet() < MOST_MISSED) {
                    return new LogView(wanted.attempt(), known, "", false);
                }
                return new LogView(wanted.attempt(), known, "", true);
            });
        }
    }
}
