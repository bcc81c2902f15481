package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.access.WrongTries;
import io.holdout.protocol.failure.HoldoutException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever means harm gets a refusal, and the server goes on for everybody else. */
class HostileInputTest {
    private static final String SWEEP = "/api/v1/sweeps/" + PretendCoordinator.SWEEP;
    private static final String JSON = "application/json";

    private static WebServer server;

    @BeforeAll
    static void starts() {
        server = new WebServer();
        server.coordinator().submit();
    }

    @AfterAll
    static void ends() throws Exception {
        assertEquals(200, server.get(SWEEP).statusCode(), "it still serves");
        assertEquals(SweepPhase.RUNNING, server.coordinator().state().phase(), "nobody changed anything");
        server.close();
    }

    private static void assertRefused(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"code\":\"" + code + "\""), response.body());
    }

    private static HttpRequest.Builder operator(String path, String type, HttpRequest.BodyPublisher body) {
        return server.as(WebServer.TOKENS.operator(), path)
                .header("Content-Type", type)
                .POST(body);
    }

    private static HttpRequest.BodyPublisher text(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    /** As it goes over the wire: no client library would send some of this. */
    private static String raw(String request) throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String raw(String line, String headers) throws Exception {
        return raw(line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer "
                + WebServer.TOKENS.operator() + "\r\n" + headers + "\r\n");
    }

    @Test
    void without_a_token_nothing_is_told() throws Exception {
        assertRefused(401, "UNAUTHORISED", server.send(server.anyone(SWEEP).GET()));
        HttpResponse<String> live = server.send(server.anyone(SWEEP + "/live").GET());
        assertRefused(401, "UNAUTHORISED", live);
        assertTrue(live.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
    }

    @Test
    void a_reader_may_not_change_anything() throws Exception {
        var request = server.as(WebServer.TOKENS.reader(), SWEEP + "/cancel").POST(text(""));
        assertRefused(403, "READ_ONLY", server.send(request));
    }

    @Test
    void a_body_that_is_too_large_is_refused_whether_or_not_it_says_so() throws Exception {
        byte[] large = new byte[(4 << 20) + 1];
        assertRefused(
                413,
                "TOO_LARGE",
                server.send(operator("/api/v1/sweeps", JSON, HttpRequest.BodyPublishers.ofByteArray(large))));
        var unsaid = HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[8192]));
        assertRefused(413, "TOO_LARGE", server.send(operator("/api/v1/session", JSON, unsaid)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"sweep\":1}",
                "{\"token\":{\"a\":[]}}",
                "{\"unknown\":true}",
                "{\"sweep\":\"a\",\"sweep\":\"b\"}"
            })
    void malformed_json_is_refused(String body) throws Exception {
        assertRefused(400, "BAD_REQUEST", server.send(operator("/api/v1/sweeps", JSON, text(body))));
    }

    @Test
    void json_that_is_nested_without_end_or_not_utf8_is_refused() throws Exception {
        assertRefused(400, "BAD_REQUEST", server.send(operator("/api/v1/sweeps", JSON, text("[".repeat(100_000)))));
        byte[] latin = "{\"sweep\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(
                400,
                "BAD_REQUEST",
                server.send(operator("/api/v1/sweeps", JSON, HttpRequest.BodyPublishers.ofByteArray(latin))));
    }

    @Test
    void what_a_form_of_another_site_can_send_is_refused() throws Exception {
        assertRefused(415, "NOT_JSON", server.send(operator("/api/v1/sweeps", "text/plain", text("{}"))));
        assertRefused(
                415,
                "NOT_JSON",
                server.send(operator("/api/v1/session", "application/x-www-form-urlencoded", text("token=x"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/page/../../../etc/passwd",
                "/page/..%5c..%5cetc",
                "/api/v1/sweeps/..%2f..%2fcoordinator.json",
                "/api/v1/sweeps/%2e%2e",
                "/api/v1/sweeps/a%00b",
                "/api/v1/sweeps/pretend/trials/..%2f..",
                "//etc/passwd"
            })
    void no_path_leads_out(String path) throws Exception {
        String answer = raw("GET " + path, "");
        assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), answer);
        assertFalse(answer.contains("root:"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/trials?limit=0",
                "/trials?limit=501",
                "/trials?limit=x",
                "/trials?from=-1",
                "/events?before=0",
                "/events?limit=99999999999999999999",
                "/curves?limit=1e9",
                "/trials?kind=%3Cscript%3E"
            })
    void numbers_and_words_of_a_query_have_bounds(String query) throws Exception {
        assertRefused(400, "BAD_QUERY", server.get(SWEEP + query));
    }

    @Test
    void a_header_cannot_be_put_into_an_answer() throws Exception {
        String answer = raw("GET /api/v1/sweeps/x%0d%0aSet-Cookie:%20evil=1", "");
        assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("set-cookie"), answer);
        String last = raw("GET " + SWEEP + "/events?before=2%0d%0aX-Evil:1", "Last-Event-ID: 1\r\n");
        assertFalse(last.substring(0, last.indexOf("\r\n\r\n")).contains("X-Evil:"), last);
    }

    @Test
    void too_many_headers_and_too_long_ones_are_refused() throws Exception {
        String many = "X-A: b\r\n".repeat(200);
        assertTrue(raw("GET " + SWEEP, many).startsWith("HTTP/1.1 4"));
        assertTrue(raw("GET " + SWEEP, "X-A: " + "b".repeat(20_000) + "\r\n").startsWith("HTTP/1.1 4"));
        assertTrue(raw("GET " + SWEEP + "?" + "a".repeat(5_000), "").startsWith("HTTP/1.1 414"));
    }

    @Test
    void who_sends_a_body_too_slowly_is_cut_off_and_others_are_served_meanwhile() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            String head = "POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertEquals(200, server.get(SWEEP).statusCode());
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 408") && answer.contains("TOO_SLOW"), answer);
        }
    }

    @Test
    void a_cookie_lets_the_page_read_and_only_with_its_proof_change() throws Exception {
        HttpResponse<String> opened = login(WebServer.TOKENS.operator(), null);
        assertEquals(200, opened.statusCode());
        String header = opened.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(header.contains("HttpOnly") && header.contains("SameSite=Strict"), header);
        String cookie = header.substring(0, header.indexOf(';'));
        String proof = opened.body().replaceAll(".*\"proof\":\"([0-9a-f]+)\".*", "$1");
        assertEquals(
                200,
                server.send(server.anyone(SWEEP).header("Cookie", cookie).GET()).statusCode());
        // a sweep that there is not, so that nothing changes
        String path = "/api/v1/sweeps/other/cancel";
        var bare = server.anyone(path).header("Cookie", cookie).POST(text(""));
        assertRefused(403, "NO_PROOF", server.send(bare));
        var proved = server.anyone(path).header("Cookie", cookie).header(Gate.PROOF, proof);
        assertRefused(404, "NO_SUCH_SWEEP", server.send(proved.copy().POST(text(""))));
        assertRefused(
                403,
                "CROSS_ORIGIN",
                server.send(
                        proved.copy().header("Origin", "https://evil.example").POST(text(""))));
        assertRefused(
                403,
                "CROSS_ORIGIN",
                server.send(proved.copy().header("Sec-Fetch-Site", "cross-site").POST(text(""))));
    }

    @Test
    void a_cookie_that_was_changed_or_made_up_opens_nothing() throws Exception {
        String header = login(WebServer.TOKENS.reader(), null)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        String cookie = header.substring(0, header.indexOf(';'));
        for (String forged : new String[] {
            cookie.replace("READER", "OPERATOR"),
            cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("0") ? "1" : "0"),
            Gate.COOKIE + "=OPERATOR.99999999999999.00.00",
            Gate.COOKIE + "=....",
            Gate.COOKIE + "="
        }) {
            assertRefused(
                    401,
                    "UNAUTHORISED",
                    server.send(server.anyone(SWEEP).header("Cookie", forged).GET()));
        }
    }

    @Test
    void another_sites_page_cannot_log_somebody_in() throws Exception {
        assertRefused(403, "CROSS_ORIGIN", login(WebServer.TOKENS.reader(), "https://evil.example"));
    }

    @Test
    void a_token_cannot_be_guessed_by_trying() throws Exception {
        try (var other = new WebServer()) {
            for (int i = 0; i < WrongTries.MOST; i++) {
                assertEquals(
                        401,
                        other.send(other.as("wrong-wrong-wrong-" + i, SWEEP).GET())
                                .statusCode());
            }
            HttpResponse<String> limited =
                    other.send(other.as("wrong-again", SWEEP).GET());
            assertRefused(429, "TOO_MANY_TRIES", limited);
            assertEquals("60", limited.headers().firstValue("Retry-After").orElse(""));
        }
    }

    @Test
    void tokens_that_could_be_guessed_are_refused_at_the_start_and_never_shown() {
        var problem = Assertions.assertThrows(
                HoldoutException.class, () -> new Tokens("secret", "reader-reader-reader-reader"));
        assertEquals("BAD_TOKEN", problem.failure().code());
        assertFalse(problem.getMessage().contains("secret"));
        assertFalse(WebServer.TOKENS.toString().contains("operator-"));
    }

    @Test
    void every_answer_forbids_to_frame_to_guess_types_and_to_keep_it() throws Exception {
        for (String path : new String[] {SWEEP, "/nothing", "/api/v1/openapi.json"}) {
            var headers = server.get(path).headers();
            assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
            assertTrue(headers.firstValue("Content-Security-Policy").orElse("").contains("frame-ancestors 'none'"));
            assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""));
            assertTrue(headers.firstValue("Server").isEmpty());
        }
    }

    private static HttpResponse<String> login(String token, String origin) throws Exception {
        var request = server.anyone("/api/v1/session")
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", JSON)
                .POST(text("{\"token\":\"" + token + "\"}"));
        return server.send(origin == null ? request : request.header("Origin", origin));
    }
}
