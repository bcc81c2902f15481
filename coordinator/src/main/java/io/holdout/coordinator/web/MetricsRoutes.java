package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.web.access.Role;
import io.holdout.coordinator.web.metrics.SweepMeters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Numbers for Prometheus, which sends the reader's token. */
final class MetricsRoutes {
    /** Sweeps that are not over: a coordinator works on a few at a time. */
    private static final int MOST_SWEEPS = 50;

    private final Service service;
    private final SweepMeters meters;

    MetricsRoutes(Service service, SweepMeters meters) {
        this.service = service;
        this.meters = meters;
    }

    List<Route> routes() {
        return List.of(new Route(GET, "/metrics", Role.READER, this::scrape));
    }

    private CompletionStage<HttpResponse> scrape(Call call) {
        return service.survey().thenCompose(all -> {
            List<CompletableFuture<Optional<Sight>>> looks = all.sweeps().stream()
                    .filter(line -> line.phase() != SweepPhase.FINISHED && line.phase() != SweepPhase.CANCELLED)
                    .limit(MOST_SWEEPS)
                    .map(line -> service.reader()
                            .look(line.sweep())
                            // one whose journal is away says nothing of itself
                            .handle((look, problem) -> Optional.ofNullable(look).map(Look::sight))
                            .toCompletableFuture())
                    .toList();
            return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                    .thenCompose(done -> service.blocking(() -> answer(looks, all.workers())));
        });
    }

    private HttpResponse answer(List<CompletableFuture<Optional<Sight>>> looks, List<SweepView.WorkerView> workers) {
        List<Sight> sights = looks.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
        return Answers.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape(sights, workers));
    }
}
