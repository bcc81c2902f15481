package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;
import static org.apache.pekko.http.javadsl.model.HttpMethods.POST;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.EventView;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.web.access.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Sweeps: to list, look at, hand in, and change. */
final class SweepRoutes {
    static final String SWEEPS = "/api/v1/sweeps";
    static final String SWEEP = SWEEPS + "/{sweep}";

    /** A submission holds a catalogue, a file and hashes: well below this. */
    static final long MOST_SUBMISSION_BYTES = 4L << 20;

    private static final int MOST_EVENTS = 500;
    private static final int MOST_CURVES = 200;
    private static final int MOST_SEARCHES = 100;

    private final Service service;

    SweepRoutes(Service service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, SWEEPS, Role.READER, this::list),
                new Route(POST, SWEEPS, Role.OPERATOR, this::submit),
                new Route(GET, SWEEP, Role.READER, this::view),
                new Route(POST, SWEEP + "/cancel", Role.OPERATOR, this::cancel),
                new Route(GET, SWEEP + "/curves", Role.READER, this::curves),
                new Route(GET, SWEEP + "/events", Role.READER, this::events),
                new Route(GET, SWEEP + "/searches", Role.READER, this::searches),
                new Route(GET, "/api/v1/workers", Role.READER, this::workers));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        return service.survey().thenApply(all -> Answers.json(Map.of("sweeps", all.sweeps())));
    }

    private CompletionStage<HttpResponse> workers(Call call) {
        return service.survey().thenApply(all -> Answers.json(Map.of("workers", all.workers())));
    }

    private CompletionStage<HttpResponse> submit(Call call) {
        return call.body(SubmitRequest.class, MOST_SUBMISSION_BYTES, body -> {
            var submission = body.submission();
            return service.change(
                    body.sweep(),
                    replyTo -> new CoordinatorActor.Submit(
                            body.sweep(), submission, body.version(), body.isFresh(), replyTo));
        });
    }

    private CompletionStage<HttpResponse> view(Call call) {
        String known =
                call.request().getHeader("If-None-Match").map(HttpHeader::value).orElse("");
        boolean takesGzip = Answers.takesGzip(call.request());
        return service.reader().look(call.name("sweep")).thenApply(look -> look.response(known, takesGzip));
    }

    private CompletionStage<HttpResponse> cancel(Call call) {
        String sweep = call.name("sweep");
        return service.change(sweep, replyTo -> new CoordinatorActor.Cancel(sweep, replyTo));
    }

    private CompletionStage<HttpResponse> curves(Call call) {
        int limit = (int) call.number("limit", 50, 1, MOST_CURVES);
        int skip = (int) call.number("skip", 0, 0, Integer.MAX_VALUE);
        return service.from(call.name("sweep"), sight -> {
            List<Curve> all =
                    Curve.of(sight.state().plan(), StoredOutcomes.of(sight.state(), service.artifacts()::get));
            var page = all.stream().skip(skip).limit(limit).map(CurveView::of).toList();
            return Answers.json(Map.of("curves", page, "total", all.size()));
        });
    }

    private CompletionStage<HttpResponse> searches(Call call) {
        int limit = (int) call.number("limit", 20, 1, MOST_SEARCHES);
        int skip = (int) call.number("skip", 0, 0, Integer.MAX_VALUE);
        return service.from(call.name("sweep"), sight -> {
            List<SearchView> all = SearchView.of(sight.state().plan());
            var page = all.stream().skip(skip).limit(limit).toList();
            return Answers.json(Map.of("searches", page, "total", all.size()));
        });
    }

    private CompletionStage<HttpResponse> events(Call call) {
        String sweep = call.name("sweep");
        int limit = (int) call.number("limit", 100, 1, MOST_EVENTS);
        long before = call.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        return service.from(sweep, sight -> Answers.json(page(sweep, sight, before, limit)));
    }

    /** Newest first. */
    private Map<String, Object> page(String sweep, Sight sight, long before, int limit) {
        long last = Math.min(sight.number(), before - 1);
        long first = Math.max(0, last - limit);
        if (last <= 0) {
            return Map.of("events", List.of(), "number", sight.number());
        }
        try (JournalReader reader = service.journal()) {
            var events = new java.util.ArrayList<>(reader.after(sweep, first, (int) (last - first)).stream()
                    .map(numbered -> EventView.of(numbered.number(), numbered.event()))
                    .toList());
            java.util.Collections.reverse(events);
            return Map.of("events", events, "number", sight.number());
        }
    }
}
