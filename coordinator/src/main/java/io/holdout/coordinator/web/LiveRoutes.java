package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import io.holdout.coordinator.web.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.BroadcastHub;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Live changes as server-sent events. A sweep is looked at once a second for all its watchers together; each has room for
 * one message, and one that reads too slowly gets the newest instead of those between: every message is the difference to
 * what its reader knows.
 */
final class LiveRoutes {
    /** Watchers at once; each holds a connection. */
    static final int MOST_WATCHERS = 1_000;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Shorter than what proxies cut off. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final int HUB_ROOM = 4;
    /** A reader that lost the connection tries again after so many milliseconds. */
    private static final ByteString FIRST = ByteString.fromString("retry: 1000\n\n");

    private static final ByteString STILL_HERE = ByteString.fromString(":\n\n");

    private final Service service;
    private final Map<String, Source<Long, NotUsed>> pulses = new ConcurrentHashMap<>();
    private final AtomicInteger watchers = new AtomicInteger();

    LiveRoutes(Service service) {
        this.service = service;
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
            return stream(messages(sweep, known));
        });
    }

    /** A browser says by itself what it knew last; a page that starts anew says it in its query. */
    private static long known(Call call) {
        String last = call.request()
                .getHeader("Last-Event-ID")
                .map(header -> header.value())
                .orElse("");
        if (last.matches("[0-9]{1,18}")) {
            return Long.parseLong(last);
        }
        return call.number("after", 0, 0, Long.MAX_VALUE);
    }

    private Source<ByteString, NotUsed> messages(String sweep, long known) {
        Source<Long, NotUsed> pulse = pulses.computeIfAbsent(sweep, this::pulse);
        long[] at = {known};
        return Source.single(0L)
                .concat(pulse)
                .conflate((older, newer) -> newer)
                .mapAsync(1, beat -> service.blocking(() -> message(sweep, at)));
    }

    private ByteString message(String sweep, long[] at) {
        var sight = service.reader().joined(sweep);
        var bytes = ByteString.fromArrayUnsafe(service.watch(sweep).message(sight, at[0]));
        at[0] = sight.number();
        return bytes;
    }

    private Source<Long, NotUsed> pulse(String sweep) {
        return Source.tick(PERIOD, PERIOD, 0L)
                // when it cannot be looked at now, each watcher hears so for itself
                .mapAsync(1, tick -> service.reader()
                        .look(sweep)
                        .handle((look, problem) ->
                                look == null ? 0L : look.sight().number()))
                .toMat(BroadcastHub.of(Long.class, HUB_ROOM), Keep.right())
                .run(service.system());
    }

    private HttpResponse stream(Source<ByteString, NotUsed> messages) {
        var counted = messages.watchTermination((ignored, done) -> {
            watchers.incrementAndGet();
            return done.whenComplete((end, problem) -> watchers.decrementAndGet());
        });
        var all = Source.single(FIRST).concat(counted).keepAlive(KEEP_ALIVE, () -> STILL_HERE);
        return Answers.always(HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.parse("text/event-stream"), all))
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no")));
    }
}
