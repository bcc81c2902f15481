package io.holdout.coordinator.web.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at a webhook. */
class NoticesTest {
    private static final Failure WHY = new Failure(FailureClass.NUMERIC, "LOSS_NAN", "the loss is not a number");
    private static final String SECRET = "shared-with-the-receiver";

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger refusals = new AtomicInteger();
    private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private HttpServer server;

    private record Received(String body, String time, String signature) {}

    @BeforeEach
    void listens() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refuse = refusals.getAndDecrement() > 0;
            exchange.sendResponseHeaders(refuse ? 503 : 204, -1);
            exchange.close();
            if (!refuse) {
                var headers = exchange.getRequestHeaders();
                received.add(new Received(body, headers.getFirst(Webhook.TIME), headers.getFirst(Webhook.SIGNATURE)));
            }
        });
        server.start();
    }

    @AfterEach
    void ends() {
        server.stop(0);
    }

    private Notices notices(boolean slack, String secret) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return new Notices(new Webhook(address, secret, slack), now::get, Duration.ofMillis(5));
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing arrives");
        }
        return next;
    }

    private static SweepEvent given(int number) {
        return new SweepEvent.TrialGivenUp(new TrialId(String.format("%064x", number)), WHY, 0);
    }

    @Test
    void a_notice_arrives_signed_so_that_the_receiver_can_check_it() throws Exception {
        try (var notices = notices(false, SECRET)) {
            notices.written("night", List.of(new SweepEvent.SweepFinished(0)), 0);
            Received notice = next();
            assertEquals(
                    "{\"atMillis\":1000000,\"kind\":\"finished\",\"sweep\":\"night\",\"text\":\"finished\"}",
                    notice.body());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((notice.time() + "." + notice.body()).getBytes(StandardCharsets.UTF_8));
            assertEquals("sha256=" + HexFormat.of().formatHex(expected), notice.signature());
        }
    }

    @Test
    void many_trials_lost_at_once_are_one_notice_in_the_form_of_slack() throws Exception {
        try (var notices = notices(true, "")) {
            notices.written("night", List.of(given(1), given(2), given(3)), 0);
            notices.written("night", List.of(new SweepEvent.WorkerQuarantined("worker-7", WHY, 0, 0)), 0);
            Received lost = next();
            assertTrue(lost.body().startsWith("{\"text\":\"Holdout, night: 3 trials were given up"), lost.body());
            assertNull(lost.signature());
            assertTrue(next().body().contains("worker-7"));
        }
    }

    @Test
    void a_sweep_that_stands_still_is_told_once_and_again_after_it_went_on() throws Exception {
        try (var notices = notices(false, "")) {
            notices.written("night", List.of(given(1)), 0);
            next();
            notices.look();
            now.addAndGet(Notices.STALLED.toMillis());
            notices.look();
            notices.look();
            assertTrue(next().body().contains("nothing has happened for 60 minutes"));
            notices.written("night", List.of(given(2)), 0);
            next();
            now.addAndGet(Notices.STALLED.toMillis());
            notices.look();
            assertTrue(next().body().contains("\"kind\":\"stalled\""));
            notices.written("night", List.of(new SweepEvent.SweepFinished(0)), 0);
            next();
            now.addAndGet(Notices.STALLED.toMillis());
            notices.look();
            assertEquals(List.of(), List.copyOf(received));
        }
    }

    @Test
    void a_receiver_that_is_away_for_a_moment_gets_it_all_the_same() throws Exception {
        refusals.set(3);
        try (var notices = notices(false, "")) {
            notices.written("night", List.of(new SweepEvent.SweepFinished(0)), 0);
            assertTrue(next().body().contains("finished"));
        }
    }

    @Test
    void an_address_of_anything_but_http_is_refused_and_secrets_are_not_shown() {
        for (String address : new String[] {"file:///etc/passwd", "ftp://host/x", "hook"}) {
            var problem = assertThrows(HoldoutException.class, () -> new Webhook(URI.create(address), "", false));
            assertEquals("BAD_WEBHOOK", problem.failure().code());
        }
        assertFalse(new Webhook(URI.create("https://host/T0/secret"), SECRET, true)
                .toString()
                .contains("secret"));
    }
}
