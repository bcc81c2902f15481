package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command says when the coordinator cannot. */
class CoordinatorClientTest {
    private static final String GIVEN_UP = "The server was not able to produce a timely response to your request.\n";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private CoordinatorClient client;
    private int refusals;

    @BeforeEach
    void starts() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean refused = requests.incrementAndGet() <= refusals;
            byte[] body = (refused ? GIVEN_UP : "{\"sweeps\":[]}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", refused ? "text/plain" : "application/json");
            exchange.sendResponseHeaders(refused ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new CoordinatorClient(
                new Home.Endpoint(0, "http://127.0.0.1:" + server.getAddress().getPort(), "token", 0));
    }

    @AfterEach
    void ends() {
        server.stop(0);
    }

    @Test
    void a_busy_coordinator_is_asked_again() {
        refusals = 1;
        var none = assertThrows(HoldoutException.class, () -> client.viewOrNewest(Optional.empty()));
        assertEquals("NO_SUCH_SWEEP", none.failure().code());
        assertEquals(2, requests.get());
    }

    @Test
    void a_change_that_had_no_answer_is_not_sent_twice_and_the_server_is_quoted() {
        refusals = 10;
        var busy = assertThrows(HoldoutException.class, () -> client.cancel("sweep"));
        assertEquals("COORDINATOR_BUSY", busy.failure().code());
        assertTrue(busy.getMessage().contains("'The server was not able"), busy.getMessage());
        assertEquals(1, requests.get());
    }
}
