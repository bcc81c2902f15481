package io.holdout.coordinator.web;

import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.logs.AttemptLogs;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.metrics.SweepMeters;
import io.holdout.protocol.artifact.LocalArtifactStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** The real interface before a {@link PretendCoordinator}. */
public final class WebServer implements AutoCloseable {
    public static final Tokens TOKENS = new Tokens("operator-operator-operator", "reader-reader-reader-reader");

    private final PretendCoordinator coordinator = new PretendCoordinator();
    private final ActorSystem<Object> system;
    private final InetSocketAddress address;
    private final SweepMeters meters = new SweepMeters();
    private final AttemptLogs logs = new AttemptLogs(folder());
    private final Routes routes;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public WebServer() {
        var config = ConfigFactory.parseString(
                        """
                        pekko.loglevel = WARNING
                        pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                        pekko.logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
                        pekko.log-dead-letters = off
                        """)
                .withFallback(ConfigFactory.load());
        system = ActorSystem.create(coordinator.behavior(), "web", config);
        var settings =
                new WebSettings("127.0.0.1", new int[] {0}, TOKENS, null, coordinator::reader, store(), meters, logs);
        routes = HttpInterface.routes(system, system, settings);
        address = HttpInterface.start(system, system, settings)
                .toCompletableFuture()
                .join();
    }

    private static LocalArtifactStore store() {
        return new LocalArtifactStore(folder());
    }

    AttemptLogs logs() {
        return logs;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("web");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public PretendCoordinator coordinator() {
        return coordinator;
    }

    List<Route> routes() {
        return routes.all();
    }

    SweepMeters meters() {
        return meters;
    }

    int port() {
        return address.getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(as(TOKENS.reader(), path).GET());
    }

    HttpRequest.Builder as(String token, String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder anyone(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        logs.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
