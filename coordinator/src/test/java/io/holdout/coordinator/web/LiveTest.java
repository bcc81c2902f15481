package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes come by themselves, none is missed, and nobody can hold up the others. */
@Timeout(60)
class LiveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIVE = "/api/v1/sweeps/" + PretendCoordinator.SWEEP + "/live";

    private WebServer server;

    /** One message of the stream. */
    private record Message(long id, JsonNode data) {}

    @BeforeEach
    void starts() {
        server = new WebServer();
        server.coordinator().submit();
    }

    @AfterEach
    void ends() {
        server.close();
    }

    private BufferedReader watch(String lastEventId) throws Exception {
        var request = server.as(WebServer.TOKENS.reader(), LIVE).timeout(Duration.ofSeconds(30));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                server.client().send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElse(""));
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static Message next(BufferedReader stream) throws Exception {
        long id = -1;
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("data: ")) {
                return new Message(id, JSON.readTree(line.substring(6)));
            }
        }
        throw new AssertionError("the stream ended");
    }

    private static Message nextAfter(BufferedReader stream, long id) throws Exception {
        Message message = next(stream);
        while (message.id() <= id) {
            message = next(stream);
        }
        return message;
    }

    @Test
    void the_first_message_is_the_whole_truth_and_the_next_ones_only_what_changed() throws Exception {
        try (BufferedReader stream = watch(null)) {
            Message first = next(stream);
            int cells = server.coordinator().state().plan().experiments().size();
            assertEquals(cells, first.data().path("cells").size());
            assertEquals(server.coordinator().number(), first.id());
            server.coordinator().work(1);
            Message second = nextAfter(stream, first.id());
            assertEquals(first.id(), second.data().path("from").asLong());
            assertEquals(1, second.data().path("events").size());
            int changed = second.data().path("cells").size();
            assertTrue(changed > 0 && changed < cells, changed + " cells of " + cells);
            assertEquals(1, second.data().at("/view/trials/running").asInt());
        }
    }

    @Test
    void who_comes_back_gets_what_was_missed() throws Exception {
        long known;
        try (BufferedReader stream = watch(null)) {
            known = next(stream).id();
        }
        server.coordinator().work(3);
        try (BufferedReader stream = watch(String.valueOf(known))) {
            Message missed = nextAfter(stream, known);
            assertEquals(known, missed.data().path("from").asLong());
            assertEquals(3, missed.data().path("events").size());
        }
    }

    @Test
    void who_knows_more_than_there_is_or_nonsense_gets_everything() throws Exception {
        int cells = server.coordinator().state().plan().experiments().size();
        for (String id : new String[] {"999999", "-1", "x", "123456789012345678901234567890"}) {
            try (BufferedReader stream = watch(id)) {
                assertEquals(cells, next(stream).data().path("cells").size());
            }
        }
    }

    @Test
    void a_sweep_that_cannot_be_looked_at_ends_the_stream_and_who_comes_back_hears_why() throws Exception {
        try (BufferedReader stream = watch(null)) {
            next(stream);
            server.coordinator().breakDown(new Failure(FailureClass.INFRASTRUCTURE, "JOURNAL_UNAVAILABLE", "away"));
            String line = stream.readLine();
            while (line != null) {
                line = stream.readLine();
            }
        }
        assertEquals(503, server.get(LIVE).statusCode());
    }

    @Test
    void who_does_not_read_holds_up_nobody() throws Exception {
        var idle = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 20; i++) {
                var socket = new Socket("127.0.0.1", server.port());
                socket.setReceiveBufferSize(1024);
                String head = "GET " + LIVE + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + WebServer.TOKENS.reader() + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                idle.add(socket);
            }
            try (BufferedReader stream = watch(null)) {
                long id = next(stream).id();
                for (int i = 0; i < 3; i++) {
                    server.coordinator().work(i + 1);
                    id = nextAfter(stream, id).id();
                }
                assertEquals(server.coordinator().number(), id);
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
