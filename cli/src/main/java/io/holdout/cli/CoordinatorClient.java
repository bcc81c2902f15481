package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.web.Problem;
import io.holdout.coordinator.web.SubmitRequest;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Talks to a coordinator over its HTTP interface. */
final class CoordinatorClient {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Home.Endpoint endpoint;

    CoordinatorClient(Home.Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void submit(String sweep, Submission submission) {
        send("POST", "", CanonicalJson.write(SubmitRequest.of(sweep, submission, VersionCommand.version())));
    }

    void cancel(String sweep) {
        send("POST", "/" + sweep + "/cancel", "");
    }

    /** @throws HoldoutException NO_SUCH_SWEEP if none is named and there is none */
    SweepView viewOrNewest(Optional<String> sweep) {
        return view(sweep.orElseGet(() -> {
            JsonNode all = CanonicalJson.read(send("GET", "", ""), JsonNode.class).path("sweeps");
            if (all.isEmpty()) {
                throw HoldoutException.user("NO_SUCH_SWEEP", "no sweep was handed to " + endpoint.http());
            }
            return all.path(all.size() - 1).path("sweep").asText();
        }));
    }

    SweepView view(String sweep) {
        return CanonicalJson.read(send("GET", "/" + sweep, ""), SweepView.class);
    }

    /** @throws HoldoutException with the coordinator's own code, or COORDINATOR_UNREACHABLE */
    private String send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(endpoint.http() + "/api/v1/sweeps" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + endpoint.token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response.body();
            }
            Problem problem = CanonicalJson.read(response.body(), Problem.class);
            throw new HoldoutException(new Failure(problem.failureClass(), problem.code(), problem.detail()));
        } catch (IOException | IllegalArgumentException e) {
            throw HoldoutException.infrastructure(
                    "COORDINATOR_UNREACHABLE", "the coordinator at " + endpoint.http() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HoldoutException.infrastructure("COORDINATOR_UNREACHABLE", "interrupted", e);
        }
    }
}
