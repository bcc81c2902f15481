package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final int SIZE = 300_000;
    private static final int HALF = SIZE / 2;
    private static final Download.Limits LIMITS =
            new Download.Limits(Duration.ofMillis(1), Duration.ofSeconds(10), 1_000_000);

    @TempDir
    Path folder;

    private final FlakyServer server = new FlakyServer();
    private final byte[] file = bytes(1);

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void put_a_file_on_the_server() {
        server.has(file, "\"1\"");
    }

    @AfterEach
    void stop_the_server() {
        server.close();
    }

    private Path part() {
        return folder.resolve("file.part");
    }

    private void download(Download.Limits limits) {
        try (var part = new PartFile(part())) {
            new Download(
                            URI.create(server.uri() + "/file"),
                            part,
                            limits,
                            bytes -> {},
                            "is taken by 'holdout weights add FILE'")
                    .run();
        }
    }

    private byte[] downloaded() throws IOException {
        download(LIMITS);
        return Files.readAllBytes(part());
    }

    private HoldoutException failure(Download.Limits limits) {
        var failure = assertThrows(HoldoutException.class, () -> download(limits));
        assertEquals("DOWNLOAD_FAILED", failure.failure().code());
        return failure;
    }

    @Test
    void goes_on_where_the_connection_was_cut_as_often_as_it_is_cut() throws IOException {
        server.then(server.cutAfter(HALF), server.cutAfter(HALF / 2));

        assertArrayEquals(file, downloaded());

        assertEquals("/models/file", server.requests().get(0));
        assertEquals(3, server.requests().size());
        assertTrue(
                server.requests().get(2).matches("/models/file bytes=[1-9]\\d*- \"1\""),
                server.requests().get(2));
    }

    @Test
    void a_later_process_goes_on_with_what_an_earlier_one_left() throws IOException {
        server.then(server.cutAfter(HALF), FlakyServer.status(404));
        failure(LIMITS);
        long left = Files.size(part());
        assertTrue(left > 0 && left < SIZE, left + " bytes");

        assertArrayEquals(file, downloaded());

        assertEquals(
                "/models/file bytes=" + left + "- \"1\"",
                server.requests().get(server.requests().size() - 1));
    }

    @Test
    void begins_anew_when_the_server_has_another_version_by_now() throws IOException {
        byte[] newer = bytes(2);
        server.then(server.cutAfter(HALF), exchange -> {
            server.has(newer, "\"2\"");
            server.cutAfter(HALF).to(exchange);
        });

        assertArrayEquals(newer, downloaded());
    }

    @Test
    void never_goes_on_with_a_version_that_has_no_certain_name() throws IOException {
        server.has(file, "W/\"weak\"");
        server.then(server.cutAfter(HALF));

        assertArrayEquals(file, downloaded());

        assertEquals(List.of("/models/file", "/models/file"), server.requests());
    }

    @Test
    void a_file_that_was_whole_already_is_not_sent_again() throws IOException {
        download(LIMITS);

        assertArrayEquals(file, downloaded());

        assertEquals("/models/file bytes=" + SIZE + "- \"1\"", server.requests().get(1));
    }

    @Test
    void a_server_that_sends_another_range_than_asked_is_not_believed() throws IOException {
        server.then(server.cutAfter(HALF), exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + SIZE);
            exchange.sendResponseHeaders(206, 10);
            exchange.getResponseBody().write(new byte[10]);
        });

        assertArrayEquals(file, downloaded());
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 429, 408})
    void tries_again_when_the_server_is_only_busy(int status) throws IOException {
        server.then(FlakyServer.status(status), FlakyServer.status(status));

        assertArrayEquals(file, downloaded());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 401})
    void does_not_try_again_what_will_not_change(int status) {
        server.then(FlakyServer.status(status));

        String message = failure(LIMITS).getMessage();

        assertTrue(message.contains("/models/file: the server answered " + status), message);
        assertTrue(message.contains("holdout weights add FILE"), message);
        assertEquals(1, server.requests().size());
    }

    @Test
    void gives_up_after_five_tries_that_brought_nothing() {
        server.then(java.util.Collections.nCopies(9, FlakyServer.status(503)).toArray(new FlakyServer.Answer[0]));

        assertTrue(failure(LIMITS).getMessage().contains("5 tries failed, the last because: the server answered 503"));

        assertEquals(5, server.requests().size());
    }

    @Test
    void a_connection_that_falls_silent_is_left_for_another() throws IOException {
        server.then(server.silentAfter(1000));

        download(new Download.Limits(Duration.ofMillis(1), Duration.ofMillis(300), 1_000_000));

        assertArrayEquals(file, Files.readAllBytes(part()));
    }

    @Test
    void takes_no_more_than_a_weights_file_can_have() throws IOException {
        String message = failure(new Download.Limits(Duration.ofMillis(1), Duration.ofSeconds(10), 100_000))
                .getMessage();

        assertTrue(message.contains("more than 100000 bytes"), message);
        assertTrue(Files.size(part()) <= 100_000);
        assertEquals(1, server.requests().size());
    }

    @Test
    void a_server_that_is_not_there_is_named() throws IOException {
        server.close();

        String message = failure(LIMITS).getMessage();

        assertTrue(message.contains(server.uri().toString()), message);
    }
}
