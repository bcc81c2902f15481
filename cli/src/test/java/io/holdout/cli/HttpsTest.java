package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A coordinator with --http-tls, in a process of its own as 'holdout run' starts it. */
@Timeout(120)
class HttpsTest {
    private static final Instant YESTERDAY = Instant.now().minus(Duration.ofDays(1));
    private static final Instant TOMORROW = YESTERDAY.plus(Duration.ofDays(2));

    @TempDir
    static Path folder;

    private static ChildProcess coordinator;
    private static Home.Endpoint endpoint;

    @BeforeAll
    static void starts() throws Exception {
        var issued = CertificateAuthority.create("test-ca", YESTERDAY, TOMORROW)
                .issue("holdout.example", YESTERDAY, TOMORROW);
        Files.writeString(folder.resolve("tls.crt"), issued.certificate());
        Files.writeString(folder.resolve("tls.key"), issued.key());
        var web = new WebOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("web", CommandLine.Model.CommandSpec.forAnnotatedObject(web)))
                .parseArgs("--http-tls", folder.toString());
        var home = new Home(folder.resolve("home"));
        Files.createDirectories(home.logs());
        coordinator = ChildProcess.start(
                "coordinator", home, "256m", new Coordinators(0, 0, web).arguments("coordinator", home, List.of()));
        while (home.endpoint().isEmpty()) {
            assertTrue(coordinator.isAlive(), () -> "see " + home.logs());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        endpoint = home.endpoint().orElseThrow();
    }

    @AfterAll
    static void ends() {
        ChildProcess.stopAll(List.of(coordinator));
    }

    private static HttpRequest.Builder request(String scheme, String path) {
        URI at = URI.create(endpoint.http());
        return HttpRequest.newBuilder(URI.create(scheme + "://" + at.getHost() + ":" + at.getPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    @Test
    void the_command_reaches_a_coordinator_with_a_certificate_that_nobody_else_trusts() {
        assertEquals("https", URI.create(endpoint.http()).getScheme());
        var client = new CoordinatorClient(endpoint);
        var none = assertThrows(HoldoutException.class, () -> client.viewOrNewest(Optional.empty()));
        assertEquals("NO_SUCH_SWEEP", none.failure().code());
    }

    @Test
    void another_certificate_is_not_taken_for_the_coordinators() {
        var other =
                new Home.Endpoint(endpoint.pid(), endpoint.http(), endpoint.token(), endpoint.port(), "0".repeat(64));
        var refused =
                assertThrows(HoldoutException.class, () -> new CoordinatorClient(other).viewOrNewest(Optional.empty()));
        assertEquals("COORDINATOR_UNREACHABLE", refused.failure().code());
        assertThrows(SSLHandshakeException.class, () -> HttpClient.newHttpClient()
                .send(request("https", "/").build(), HttpResponse.BodyHandlers.discarding()));
    }

    @Test
    void plain_http_gets_no_answer() {
        assertThrows(IOException.class, () -> HttpClient.newHttpClient()
                .send(request("http", "/").build(), HttpResponse.BodyHandlers.discarding()));
    }

    @Test
    void the_pages_cookie_goes_over_tls_only() throws Exception {
        HttpResponse<String> session = HttpClient.newBuilder()
                .sslContext(PinnedCertificate.context(endpoint.certificate()))
                .build()
                .send(
                        request("https", "/api/v1/session")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + endpoint.token() + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, session.statusCode(), session.body());
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.endsWith("; Secure"), cookie);
        assertTrue(cookie.contains("; HttpOnly; SameSite=Strict"), cookie);
    }
}
