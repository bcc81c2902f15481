package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import scala.concurrent.duration.FiniteDuration;

/**
 * What people and programs may ask of the active coordinator over HTTP: {@code /api/v1}, described by
 * {@code openapi.yaml}, and the page. Nothing but the page's own files is given without a token.
 */
public final class HttpInterface {
    /** Watchers hold one each, and a browser opens six. */
    private static final int MOST_CONNECTIONS = 2_048;
    /** Connections that wait to be accepted: all who watch come back in one second after a coordinator's restart. */
    private static final int BACKLOG = 1_024;
    /** Longer than the pause between two signs of life on a live stream. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final int LONGEST_URI = 2_048;
    private static final int MOST_HEADERS = 64;
    private static final int LONGEST_HEADER = 8_192;
    private static final long LARGEST_BODY = 4L << 20;

    private HttpInterface() {}

    /**
     * Starts to listen on the first of the ports that is free.
     *
     * @return where it listens; fails if no port is free
     */
    public static CompletionStage<InetSocketAddress> start(
            ActorSystem<?> system, ActorRef<Object> coordinator, WebSettings settings) {
        Routes routes = routes(system, coordinator, settings);
        return bind(system, routes, settings, 0).thenApply(ServerBinding::localAddress);
    }

    static Routes routes(ActorSystem<?> system, ActorRef<Object> coordinator, WebSettings settings) {
        var service = new Service(system, coordinator, settings);
        var gate = new Gate(settings.tokens(), System::currentTimeMillis);
        boolean tls = settings.tls() != null;
        byte[] document = OpenApi.document();
        var all = new ArrayList<Route>();
        all.add(new Route(GET, "/api/v1/openapi.json", null, call -> Answers.now(Answers.json(document))));
        all.addAll(new SessionRoutes(gate, tls, System::currentTimeMillis).routes());
        all.addAll(new SweepRoutes(service).routes());
        all.addAll(new ReportRoutes(service).routes());
        all.addAll(new EditRoutes(service).routes());
        all.addAll(new TrialRoutes(service).routes());
        all.addAll(new LogRoutes(service).routes());
        var live = new LiveRoutes(service);
        settings.meters().watchers(live::watchers);
        all.addAll(live.routes());
        all.addAll(new MetricsRoutes(service, settings.meters()).routes());
        all.addAll(new PageRoutes().routes());
        return new Routes(system, gate, all);
    }

    private static CompletionStage<ServerBinding> bind(
            ActorSystem<?> system, Routes routes, WebSettings settings, int at) {
        var server = Http.get(system)
                .newServerAt(settings.host(), settings.ports()[at])
                .withSettings(limits(system));
        if (settings.tls() != null) {
            server = server.enableHttps(ConnectionContext.httpsServer(settings.tls()));
        }
        CompletionStage<ServerBinding> bound = server.bind(routes);
        if (at + 1 == settings.ports().length) {
            return bound;
        }
        return bound.handle((binding, problem) -> problem == null
                        ? CompletableFuture.<ServerBinding>completedFuture(binding)
                        : bind(system, routes, settings, at + 1))
                .thenCompose(stage -> stage);
    }

    private static ServerSettings limits(ActorSystem<?> system) {
        ServerSettings settings = ServerSettings.create(system.classicSystem());
        ParserSettings parser = settings.getParserSettings()
                .withMaxUriLength(LONGEST_URI)
                .withMaxHeaderCount(MOST_HEADERS)
                .withMaxHeaderValueLength(LONGEST_HEADER)
                .withMaxContentLength(LARGEST_BODY);
        return settings.withParserSettings(parser)
                .withMaxConnections(MOST_CONNECTIONS)
                .withBacklog(BACKLOG)
                .withServerHeader(Optional.empty())
                .withVerboseErrorMessages(false)
                .withRemoteAddressAttribute(true)
                .withTimeouts(settings.getTimeouts()
                        .withIdleTimeout(FiniteDuration.create(IDLE.toSeconds(), TimeUnit.SECONDS)));
    }
}
