package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.POST;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.web.access.Role;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What may be changed while sweeps are under way. */
final class EditRoutes {
    private static final long MOST_SHARE_BYTES = 4096;
    private static final String WORKER = "/api/v1/workers/{worker}";

    private final Service service;

    /** The body of {@code share}; what is left out stays as it is. */
    record ShareBody(@Nullable Integer priority, @Nullable Double weight, @Nullable Integer mostSlots) {}

    EditRoutes(Service service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                route("/pause", new SweepCommand.PauseSweep()),
                route("/resume", new SweepCommand.ResumeSweep()),
                route("/retry", new SweepCommand.RetryFailed()),
                new Route(POST, SweepRoutes.SWEEP + "/share", Role.OPERATOR, this::share),
                new Route(POST, SweepRoutes.SWEEP + "/extend", Role.OPERATOR, this::extend),
                new Route(POST, WORKER + "/drain", Role.OPERATOR, call -> drain(call, true)),
                new Route(POST, WORKER + "/undrain", Role.OPERATOR, call -> drain(call, false)));
    }

    private Route route(String path, SweepCommand.LiveEdit edit) {
        return new Route(POST, SweepRoutes.SWEEP + path, Role.OPERATOR, call -> edit(call.name("sweep"), edit));
    }

    private CompletionStage<HttpResponse> edit(String sweep, SweepCommand.LiveEdit edit) {
        return service.change(sweep, replyTo -> new CoordinatorActor.Edit(sweep, edit, replyTo));
    }

    private CompletionStage<HttpResponse> share(Call call) {
        String sweep = call.name("sweep");
        return call.body(
                ShareBody.class,
                MOST_SHARE_BYTES,
                body -> edit(sweep, new SweepCommand.ChangeShare(body.priority(), body.weight(), body.mostSlots())));
    }

    private CompletionStage<HttpResponse> extend(Call call) {
        String sweep = call.name("sweep");
        return call.body(SubmitRequest.class, SweepRoutes.MOST_SUBMISSION_BYTES, body -> {
            var submission = body.submission();
            if (!body.sweep().equals(sweep)) {
                throw new Refused(
                        400, "BAD_REQUEST", "the path names sweep '" + sweep + "', the body '" + body.sweep() + "'");
            }
            return service.change(
                    sweep,
                    replyTo -> new CoordinatorActor.Extend(sweep, submission, body.version(), body.isFresh(), replyTo));
        });
    }

    private CompletionStage<HttpResponse> drain(Call call, boolean drained) {
        String worker = call.name("worker");
        return service.change("", replyTo -> new CoordinatorActor.Drain(worker, drained, replyTo));
    }
}
