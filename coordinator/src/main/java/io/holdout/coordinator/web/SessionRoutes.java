package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.DELETE;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;
import static org.apache.pekko.http.javadsl.model.HttpMethods.POST;

import io.holdout.coordinator.web.access.Role;
import io.holdout.coordinator.web.access.Sessions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** The page's session: a token is exchanged for a cookie that no script can read. */
final class SessionRoutes {
    private static final String SESSION = "/api/v1/session";
    private static final long MOST_BYTES = 4096;
    private static final long MILLIS_PER_SECOND = 1000;

    private final Gate gate;
    private final boolean tls;
    private final LongSupplier clock;

    /** The body of {@code POST /api/v1/session}. */
    record Login(String token) {}

    /**
     * @param role null for somebody who is not known
     * @param proof to be sent with every change; empty without a cookie
     */
    record SessionView(@Nullable Role role, String proof) {}

    /** @param tls whether the cookie may only be sent over TLS */
    SessionRoutes(Gate gate, boolean tls, LongSupplier clock) {
        this.gate = gate;
        this.tls = tls;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, SESSION, null, this::show),
                new Route(POST, SESSION, null, this::open),
                new Route(DELETE, SESSION, null, this::close));
    }

    private CompletionStage<HttpResponse> show(Call call) {
        String cookie = call.caller().cookie();
        String proof = cookie == null ? "" : gate.sessions().proofOf(cookie);
        return Answers.now(Answers.json(new SessionView(call.caller().role(), proof)));
    }

    private CompletionStage<HttpResponse> open(Call call) {
        return call.body(Login.class, MOST_BYTES, login -> {
            Role role = gate.exchange(call.request(), login.token() == null ? "" : login.token());
            String cookie = gate.sessions().open(role, clock.getAsLong());
            return Answers.now(
                    Answers.json(new SessionView(role, gate.sessions().proofOf(cookie)))
                            .addHeader(setCookie(cookie, Sessions.LIFETIME_MILLIS / MILLIS_PER_SECOND)));
        });
    }

    private CompletionStage<HttpResponse> close(Call call) {
        return Answers.now(Answers.json(Map.of()).addHeader(setCookie("", 0)));
    }

    private RawHeader setCookie(String value, long seconds) {
        return RawHeader.create(
                "Set-Cookie",
                Gate.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                        + (tls ? "; Secure" : ""));
    }
}
