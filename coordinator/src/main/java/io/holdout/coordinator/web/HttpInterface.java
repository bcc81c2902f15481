package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.CanonicalJson;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What clients may ask over HTTP: {@code GET /api/v1/sweeps/NAME}, {@code POST /api/v1/sweeps}, {@code POST
 * /api/v1/sweeps/NAME/cancel}, and those of {@link LiveEditRoutes}. Every request needs the bearer token.
 */
public final class HttpInterface {
    private static final String API = "/api/v1";
    private static final String SWEEPS = API + "/sweeps";
    /** A submission holds a catalogue, a file and hashes: well below this. */
    private static final long MOST_BODY_BYTES = 4L << 20;

    private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A view changes nothing and is asked for again: what a journal just lost keeps waiting is not worth waiting for. */
    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final ActorRef<Object> coordinator;
    private final byte[] authorization;

    private HttpInterface(ActorSystem<?> system, ActorRef<Object> coordinator, String token) {
        this.system = system;
        this.coordinator = coordinator;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @return where it listens
     */
    public static CompletionStage<InetSocketAddress> start(
            ActorSystem<?> system, ActorRef<Object> coordinator, String host, int port, String token) {
        var web = new HttpInterface(system, coordinator, token);
        return Http.get(system).newServerAt(host, port).bind(web::handle).thenApply(ServerBinding::localAddress);
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        if (!isAuthorised(request)) {
            request.discardEntityBytes(system);
            return done(problem(401, "UNAUTHORISED", "send the coordinator's token as 'Authorization: Bearer ...'"));
        }
        String path = request.getUri().path();
        boolean get = request.method().equals(HttpMethods.GET);
        boolean post = request.method().equals(HttpMethods.POST);
        if (post && path.equals(SWEEPS)) {
            return submit(request);
        }
        List<String> below = path.startsWith(API + "/")
                ? List.of(path.substring(API.length() + 1).split("/", -1))
                : List.of();
        if (post && LiveEditRoutes.matches(below)) {
            return edit(request, below);
        }
        request.discardEntityBytes(system);
        List<String> parts = path.startsWith(SWEEPS + "/")
                ? List.of(path.substring(SWEEPS.length() + 1).split("/", -1))
                : List.of();
        if (get && parts.size() == 1) {
            return view(parts.get(0));
        }
        if (post && parts.size() == 2 && parts.get(1).equals("cancel")) {
            return answer(replyTo -> new CoordinatorActor.Cancel(parts.get(0), replyTo));
        }
        return done(problem(404, "NO_SUCH_PATH", request.method().value() + " " + path + " is not part of this API"));
    }

    private boolean isAuthorised(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(header -> MessageDigest.isEqual(header.value().getBytes(StandardCharsets.UTF_8), authorization))
                .orElse(false);
    }

    private CompletionStage<HttpResponse> submit(HttpRequest request) {
        return request.entity()
                .withSizeLimit(MOST_BODY_BYTES)
                .toStrict(BODY_PATIENCE.toMillis(), system)
                .thenCompose(entity -> {
                    SubmitRequest body;
                    try {
                        body = CanonicalJson.read(entity.getData().utf8String(), SubmitRequest.class);
                    } catch (IllegalArgumentException e) {
                        return done(problem(400, "BAD_REQUEST", String.valueOf(e.getMessage())));
                    }
                    var submission = body.submission();
                    return answer(replyTo -> new CoordinatorActor.Submit(
                            body.sweep(), submission, body.version(), body.isFresh(), replyTo));
                });
    }

    private CompletionStage<HttpResponse> edit(HttpRequest request, List<String> path) {
        return request.entity()
                .withSizeLimit(MOST_BODY_BYTES)
                .toStrict(BODY_PATIENCE.toMillis(), system)
                .thenCompose(entity -> {
                    try {
                        return LiveEditRoutes.message(path, entity.getData().utf8String())
                                .map(message -> answer(message::apply))
                                .orElseThrow();
                    } catch (IllegalArgumentException e) {
                        return done(problem(400, "BAD_REQUEST", String.valueOf(e.getMessage())));
                    }
                });
    }

    private interface Asking {
        Object with(ActorRef<SweepActor.Answer> replyTo);
    }

    private CompletionStage<HttpResponse> answer(Asking asking) {
        return AskPattern.<Object, SweepActor.Answer>ask(coordinator, asking::with, PATIENCE, system.scheduler())
                .thenApply(answer -> {
                    Failure refusal = answer.refusal();
                    return refusal == null ? json(200, "{}") : json(409, CanonicalJson.write(Problem.of(409, refusal)));
                })
                .exceptionally(HttpInterface::late);
    }

    private CompletionStage<HttpResponse> view(String sweep) {
        return AskPattern.<Object, CoordinatorActor.ViewAnswer>ask(
                        coordinator,
                        replyTo -> new CoordinatorActor.View(sweep, replyTo),
                        VIEW_PATIENCE,
                        system.scheduler())
                .thenApply(answer -> {
                    Failure unavailable = answer.unavailable();
                    if (unavailable != null) {
                        return json(503, CanonicalJson.write(Problem.of(503, unavailable)));
                    }
                    return answer.view() == null
                            ? problem(404, "NO_SUCH_SWEEP", "no sweep '" + sweep + "' here")
                            : json(200, CanonicalJson.write(answer.view()));
                })
                .exceptionally(HttpInterface::late);
    }

    private static HttpResponse late(Throwable cause) {
        return problem(503, "NOT_READY", "the coordinator did not answer in time; its journal may be unavailable");
    }

    private static HttpResponse problem(int status, String code, String detail) {
        return json(status, CanonicalJson.write(Problem.of(status, new Failure(FailureClass.USER, code, detail))));
    }

    private static HttpResponse json(int status, String body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body);
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
