package io.holdout.coordinator.web;

import io.holdout.coordinator.web.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.function.Function;

/** Finds the route of a request, lets the gate decide, and turns every failure into a problem. */
final class Routes implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;

    private final transient ActorSystem<?> system;
    private final transient Gate gate;
    private final transient List<Route> all;

    Routes(ActorSystem<?> system, Gate gate, List<Route> all) {
        this.system = system;
        this.gate = gate;
        this.all = List.copyOf(all);
    }

    List<Route> all() {
        return all;
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        CompletionStage<HttpResponse> answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, problem) -> {
            if (problem == null) {
                return Answers.takesGzip(request) ? Answers.packed(response) : response;
            }
            // what was not read of the body must not keep the connection; a body that failed is gone already
            request.discardEntityBytes(system).completionStage().exceptionally(gone -> null);
            return Answers.problem(Failures.of(problem));
        });
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        List<String> segments = new ArrayList<>();
        request.getUri().pathSegments().forEach(segments::add);
        if (segments.isEmpty()) {
            segments.add("");
        }
        List<String> allowed = new ArrayList<>();
        for (Route route : all) {
            Optional<Map<String, String>> names = route.match(segments);
            if (names.isPresent()) {
                if (route.method().equals(request.method())) {
                    Role needs = route.needs();
                    var call = new Call(system, request, names.get(), gate.admit(request, needs));
                    return route.handler().answer(call);
                }
                allowed.add(route.method().value());
            }
        }
        if (!allowed.isEmpty()) {
            Problem problem = Problem.of(405, "NO_SUCH_METHOD", "this path takes " + String.join(", ", allowed));
            request.discardEntityBytes(system);
            return Answers.now(
                    Answers.problem(problem).addHeader(RawHeader.create("Allow", String.join(", ", allowed))));
        }
        throw new Refused(
                404, "NO_SUCH_PATH", "there is nothing at this path; /api/v1/openapi.json lists what there is");
    }
}
