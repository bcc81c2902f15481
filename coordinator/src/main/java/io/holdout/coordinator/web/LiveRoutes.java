package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import io.holdout.coordinator.web.access.Role;
import io.holdout.coordinator.web.live.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.BroadcastHub;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Live changes as server-sent events. A sweep is looked at once a second for all its watchers together, and what those who
 * keep up are told is made once. Each has room for one message, and one that reads too slowly gets the newest instead of
 * those between: every message is the difference to what its reader knows. A sweep that cannot be looked at ends the
 * streams; who comes back then hears why.
 */
final class LiveRoutes {
    /** Watchers at once; each holds a connection. */
    static final int MOST_WATCHERS = 1_000;

    static final Duration PERIOD = Duration.ofSeconds(1);
    /** Of a large crowd not all are told in the same moment, which would keep everything else waiting: so many in each. */
    private static final int IN_STEP = 64;
    /** Moments of a period, each for some of a sweep's watchers. */
    private static final int PULSES = 8;
    /** Shorter than what proxies cut off. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final int HUB_ROOM = 4;
    /** A reader that lost the connection tries again after so many milliseconds. */
    private static final ByteString FIRST = ByteString.fromString("retry: 1000\n\n");

    private static final ByteString STILL_HERE = ByteString.fromString(":\n\n");

    private final Service service;
    private final Map<Group, Source<Optional<Frame>, NotUsed>> pulses = new ConcurrentHashMap<>();
    private final AtomicInteger watchers;

    /** A sweep's watchers that are told at the same moment. */
    private record Group(String sweep, int number) {}

    /**
     * What is sent to all of a sweep's watchers.
     *
     * @param from the last event that a watcher must know for this message
     * @param message null for a watcher's first frame
     */
    private record Frame(Look look, long from, Watch.@Nullable Message message) {}

    LiveRoutes(Service service) {
        this.service = service;
        this.watchers = service.watchers();
    }

    List<Route> routes() {
        return List.of(new Route(GET, SweepRoutes.SWEEP + "/live", Role.READER, this::live));
    }

    int watchers() {
        return watchers.get();
    }

    private CompletionStage<HttpResponse> live(Call call) {
        String sweep = call.name("sweep");
        long known = known(call);
        return service.reader().look(sweep).thenApply(look -> {
            if (watchers.get() >= MOST_WATCHERS) {
                throw new Refused(503, "TOO_MANY_WATCHERS", MOST_WATCHERS + " watch already");
            }
            return stream(messages(sweep, look, known));
        });
    }

    /** A browser says by itself what it knew last; a page that starts anew says it in its query. */
    static long known(Call call) {
        String last = call.request()
                .getHeader("Last-Event-ID")
                .map(header -> header.value())
                .orElse("");
        if (last.matches("[0-9]{1,18}")) {
            return Long.parseLong(last);
        }
        return call.number("after", 0, 0, Long.MAX_VALUE);
    }

    private Source<ByteString, NotUsed> messages(String sweep, Look first, long known) {
        var group = new Group(sweep, watchers.get() / IN_STEP % PULSES);
        var pulse = pulses.computeIfAbsent(group, this::pulse);
        var watcher = new Watcher(sweep, first, known);
        return Source.single(Optional.of(new Frame(first, known, null)))
                .concat(pulse)
                .conflate((older, newer) -> newer)
                .takeWhile(Optional::isPresent)
                .mapAsync(1, frame -> watcher.next(frame.orElseThrow()))
                .filter(bytes -> !bytes.isEmpty())
                .via(service.untilTheEnd())
                .recoverWithRetries(1, Throwable.class, Source::empty);
    }

    /** One reader of a stream; used by one thread at a time. */
    private final class Watcher {
        private final String sweep;
        private final long sinceNanos;
        private volatile long known;

        Watcher(String sweep, Look first, long known) {
            this.sweep = sweep;
            this.sinceNanos = first.atNanos();
            this.known = known;
        }

        /** What makes up for all that was missed; empty if the frame is older than what the reader knows. */
        CompletionStage<ByteString> next(Frame frame) {
            var message = frame.message();
            if (message == null) {
                return service.blocking(() -> told(message(sweep, frame.look(), known)));
            }
            if (frame.look().atNanos() <= sinceNanos || message.number() < known) {
                return CompletableFuture.completedFuture(ByteString.emptyByteString());
            }
            return frame.from() == known
                    ? CompletableFuture.completedFuture(told(message))
                    : service.blocking(() -> told(message(sweep, frame.look(), known)));
        }

        private ByteString told(Watch.Message message) {
            known = message.number();
            return ByteString.fromArrayUnsafe(message.bytes());
        }
    }

    private Watch.Message message(String sweep, Look look, long from) {
        return service.watch(sweep).message(look.sight(), look.view(), from);
    }

    /** Runs while somebody listens: a hub that is full asks for no more ticks. Empty when there is nothing to see. */
    private Source<Optional<Frame>, NotUsed> pulse(Group group) {
        String sweep = group.sweep();
        var last = new AtomicLong(-1);
        return Source.tick(PERIOD.plus(PERIOD.multipliedBy(group.number()).dividedBy(PULSES)), PERIOD, 0L)
                .mapAsync(1, tick -> service.reader()
                        .look(sweep)
                        .thenCompose(look -> service.blocking(() -> frame(sweep, look, last)))
                        .handle((frame, problem) -> Optional.ofNullable(frame)))
                .toMat(hub(), Keep.right())
                .run(service.system());
    }

    @SuppressWarnings("unchecked")
    private static Sink<Optional<Frame>, Source<Optional<Frame>, NotUsed>> hub() {
        return BroadcastHub.of((Class<Optional<Frame>>) (Class<?>) Optional.class, HUB_ROOM);
    }

    private Frame frame(String sweep, Look look, AtomicLong last) {
        long from = last.get() < 0 ? look.sight().number() : last.get();
        Watch.Message message = message(sweep, look, from);
        last.set(message.number());
        return new Frame(look, from, message);
    }

    private HttpResponse stream(Source<ByteString, NotUsed> messages) {
        var counted = messages.watchTermination((ignored, done) -> {
            watchers.incrementAndGet();
            return done.whenComplete((end, problem) -> watchers.decrementAndGet());
        });
        return Answers.stream(Source.single(FIRST).concat(counted).keepAlive(KEEP_ALIVE, () -> STILL_HERE));
    }
}
