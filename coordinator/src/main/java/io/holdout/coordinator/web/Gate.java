package io.holdout.coordinator.web;

import io.holdout.coordinator.web.access.Role;
import io.holdout.coordinator.web.access.Sessions;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.access.WrongTries;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.jspecify.annotations.Nullable;

/** Says who asks, and lets nobody do what is not theirs: by bearer token, or by the page's cookie with a proof. */
final class Gate {
    /** Only ever sent to where it came from, and only over TLS if it came over TLS. */
    static final String COOKIE = "holdout_session";

    static final String PROOF = "X-Holdout-Proof";
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Sessions sessions;
    private final WrongTries wrongTries = new WrongTries();
    private final LongSupplier clock;

    Gate(Tokens tokens, LongSupplier clock) {
        this.tokens = tokens;
        this.sessions = new Sessions(tokens);
        this.clock = clock;
    }

    Sessions sessions() {
        return sessions;
    }

    /** @throws Refused 401, 403 or 429 */
    Caller admit(HttpRequest request, @Nullable Role needs) {
        Caller caller = identify(request);
        if (needs == null) {
            return caller;
        }
        Role role = caller.role();
        if (role == null) {
            throw new Refused(
                    401,
                    "UNAUTHORISED",
                    "send a token as 'Authorization: Bearer ...', or open the address that 'holdout run' shows");
        }
        if (!role.covers(needs)) {
            throw new Refused(403, "READ_ONLY", "this token may look, but not change anything");
        }
        String cookie = caller.cookie();
        if (cookie != null && !isSafe(request)) {
            requireOwnPage(request);
            if (!header(request, PROOF).equals(sessions.proofOf(cookie))) {
                throw new Refused(403, "NO_PROOF", "send what /api/v1/session gives as 'proof' in " + PROOF);
            }
        }
        return caller;
    }

    /** The role of a token that somebody wants a cookie for. */
    Role exchange(HttpRequest request, String token) {
        requireOwnPage(request);
        return roleOf(request, token);
    }

    private Caller identify(HttpRequest request) {
        String authorization = header(request, "Authorization");
        if (!authorization.isEmpty()) {
            String token = authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
            return new Caller(roleOf(request, token), null);
        }
        Optional<String> cookie = cookie(request);
        return cookie.flatMap(value -> sessions.roleOf(value, clock.getAsLong()))
                .map(role -> new Caller(role, cookie.orElseThrow()))
                .orElse(Caller.NOBODY);
    }

    private Role roleOf(HttpRequest request, String token) {
        String address = address(request);
        if (wrongTries.tooMany(address, clock.getAsLong())) {
            throw new Refused(429, "TOO_MANY_TRIES", "too many wrong tokens; wait a minute");
        }
        return tokens.roleOf(token).orElseThrow(() -> {
            wrongTries.wrong(address, clock.getAsLong());
            return new Refused(401, "UNAUTHORISED", "that token is not one of this coordinator's");
        });
    }

    /** Browsers say where a page that sends comes from; other programs say nothing, and have no cookie to steal. */
    private static void requireOwnPage(HttpRequest request) {
        String origin = header(request, "Origin");
        String host = header(request, "Host");
        boolean foreign = !origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host);
        String site = header(request, "Sec-Fetch-Site");
        if (foreign || !(site.isEmpty() || site.equals("same-origin") || site.equals("none"))) {
            throw new Refused(403, "CROSS_ORIGIN", "another site's page may not change anything here");
        }
    }

    private static boolean isSafe(HttpRequest request) {
        return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
    }

    private static Optional<String> cookie(HttpRequest request) {
        for (var header : request.getHeaders()) {
            if (header instanceof Cookie cookies) {
                for (HttpCookiePair pair : cookies.getCookies()) {
                    if (pair.name().equals(COOKIE)) {
                        return Optional.of(pair.value());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }

    private static String address(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(remote -> remote.getAddress())
                .map(address -> address.getHostAddress())
                .orElse("unknown");
    }
}
