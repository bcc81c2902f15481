package io.holdout.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on loopback that has one file, knows ranges, and fails as it is told to. */
final class FlakyServer implements AutoCloseable {
    /** How one answer goes. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile byte[] file = {};
    private volatile String tag = "\"1\"";

    FlakyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/models");
    }

    void has(byte[] bytes, String newTag) {
        file = bytes;
        tag = newTag;
    }

    /** The next answers; after them, all is well. */
    FlakyServer then(Answer... answers) {
        next.addAll(List.of(answers));
        return this;
    }

    /** What was asked: path, then range and condition where there were any. */
    List<String> requests() {
        return requests;
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** The whole file, or the range, of which only the first bytes come before the connection is gone. */
    Answer cutAfter(int bytes) {
        return exchange -> send(exchange, bytes);
    }

    /** A few bytes, and then nothing more, ever. */
    Answer silentAfter(int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        requests.add(
                exchange.getRequestURI() + header(headers.getFirst("Range")) + header(headers.getFirst("If-Range")));
        try (exchange) {
            Answer planned = next.poll();
            if (planned == null) {
                send(exchange, Integer.MAX_VALUE);
            } else {
                planned.to(exchange);
            }
        }
    }

    private static String header(String value) {
        return value == null ? "" : " " + value;
    }

    private void send(HttpExchange exchange, int most) throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        int from =
                range == null || !same ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from > 0 && from >= file.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + file.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        byte[] body = Arrays.copyOfRange(file, from, file.length);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
        exchange.getResponseBody().write(body, 0, Math.min(most, body.length));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
