package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What attempts say, while they run and afterwards. */
@Timeout(60)
class LogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRIALS = "/api/v1/sweeps/" + PretendCoordinator.SWEEP + "/trials/";

    private WebServer server;
    private String trial;

    @BeforeEach
    void starts() {
        server = new WebServer();
        server.coordinator().submit();
        server.coordinator().work(1);
        trial = TrialViews.page(
                        server.coordinator().state(), each -> each.status().equals("running"), 0, 1)
                .get(0)
                .trial();
    }

    @AfterEach
    void ends() {
        server.close();
    }

    private String path(int attempt) {
        return TRIALS + trial + "/attempts/" + attempt + "/log";
    }

    private JsonNode log(String query) throws Exception {
        HttpResponse<String> response = server.get(path(1) + query);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private void over(String text) {
        server.logs()
                .logged(new AttemptLogged(
                        "worker-1", new AttemptId(PretendCoordinator.SWEEP, new TrialId(trial), 1), 100, text, true));
    }

    @Test
    void the_log_of_an_attempt_that_runs_comes_from_its_worker() throws Exception {
        server.coordinator().say("one\ntwo\nthree\n");
        assertEquals("one\ntwo\nthree\n", log("").path("text").asText());
        assertEquals(100, log("").path("from").asLong());
        assertEquals("two\nthree\n", log("?tail=2").path("text").asText());
        assertEquals(104, log("?tail=2").path("from").asLong());
        assertEquals("three\n", log("?after=108").path("text").asText());
        assertEquals("", log("?after=999").path("text").asText());
        assertEquals("false", log("").path("isOver").asText());
    }

    @Test
    void an_attempt_that_was_not_made_or_left_nothing_is_told_apart() throws Exception {
        assertEquals("NO_SUCH_ATTEMPT", code(path(2)));
        assertEquals("NO_SUCH_ATTEMPT", code(path(0)));
        assertEquals("NO_SUCH_TRIAL", code(TRIALS + "ffff/attempts/1/log"));
        server.coordinator().giveUpOne();
        while (server.get(path(1)).statusCode() == 200) {
            Thread.onSpinWait();
        }
        assertEquals("NO_LOG", code(path(1)));
    }

    private String code(String path) throws Exception {
        HttpResponse<String> response = server.get(path);
        assertEquals(404, response.statusCode());
        return JSON.readTree(response.body()).path("code").asText();
    }

    @Test
    void who_follows_gets_each_line_once_and_an_end() throws Exception {
        server.coordinator().say("one\n");
        var request =
                server.as(WebServer.TOKENS.reader(), path(1) + "?follow=true").GET();
        HttpResponse<InputStream> response =
                server.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElse(""));
        var texts = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    texts.add(JSON.readTree(line.substring(6)).path("text").asText());
                    if (texts.size() == 1) {
                        server.coordinator().say("one\ntwo\n");
                    } else if (texts.size() == 2) {
                        server.coordinator().say("");
                        over("one\ntwo\nthree\n");
                        server.coordinator().giveUpOne();
                    }
                }
            }
        }
        assertEquals(List.of("one\n", "two\n", "three\n"), texts);
        assertTrue(log("").path("isOver").asBoolean());
    }
}
