package io.holdout.coordinator.web;

import io.holdout.protocol.trial.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Makes responses. */
final class Answers {
    /** What every response says: nobody may keep it, guess its type, or show it in a frame. */
    private static final List<HttpHeader> ALWAYS = List.of(
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));

    /** Below this, packing costs more than it saves. */
    private static final int WORTH_PACKING_BYTES = 2_048;

    private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");
    private static final HttpHeader NOTHING_LOADS =
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");

    private static final ContentType EVENTS = ContentTypes.parse("text/event-stream");

    private Answers() {}

    static HttpResponse json(Object body) {
        return json(CanonicalJson.write(body).getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse json(byte[] body) {
        return data(200, ContentTypes.APPLICATION_JSON, body);
    }

    static HttpResponse text(String type, String body) {
        return file(type, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse file(String type, byte[] body) {
        return data(200, ContentTypes.parse(type), body);
    }

    static HttpResponse problem(Problem problem) {
        byte[] body = CanonicalJson.write(problem).getBytes(StandardCharsets.UTF_8);
        HttpResponse response = data(problem.status(), PROBLEM, body);
        if (problem.status() == 401) {
            return response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"holdout\""));
        }
        return problem.status() == 429 || problem.status() == 503
                ? response.addHeader(RawHeader.create("Retry-After", problem.status() == 429 ? "60" : "2"))
                : response;
    }

    /** Server-sent events. */
    static HttpResponse stream(Source<ByteString, ?> events) {
        return always(HttpResponse.create()
                .withEntity(HttpEntities.createChunked(EVENTS, events))
                .addHeader(NO_STORE)
                .addHeader(RawHeader.create("X-Accel-Buffering", "no")));
    }

    private static HttpResponse data(int status, ContentType type, byte[] body) {
        return always(HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(type, body))
                .addHeader(NO_STORE)
                .addHeader(NOTHING_LOADS));
    }

    static HttpResponse always(HttpResponse response) {
        return response.addHeaders(ALWAYS);
    }

    static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    /** Nothing is sent: the caller has it. */
    static HttpResponse unchanged() {
        return always(HttpResponse.create().withStatus(304).addHeader(NO_STORE));
    }

    static boolean takesGzip(HttpRequest request) {
        return request.getHeader("Accept-Encoding")
                .map(header -> header.value().contains("gzip"))
                .orElse(false);
    }

    /** The same response, packed if that is worth it and was not done before. */
    static HttpResponse packed(HttpResponse response) {
        if (response.entity() instanceof HttpEntity.Strict body
                && body.getData().size() >= WORTH_PACKING_BYTES
                && response.getHeader("Content-Encoding").isEmpty()) {
            return response.withEntity(HttpEntities.create(
                            body.getContentType(), gzip(body.getData().toArray())))
                    .addHeader(RawHeader.create("Content-Encoding", "gzip"))
                    .addHeader(RawHeader.create("Vary", "Accept-Encoding"));
        }
        return response;
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
