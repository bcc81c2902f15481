package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.ResultsFile;
import io.holdout.coordinator.sweep.EventView;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.TrialView;
import io.holdout.coordinator.web.CurveView;
import io.holdout.coordinator.web.LogView;
import io.holdout.coordinator.web.Problem;
import io.holdout.coordinator.web.SubmitRequest;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Talks to a coordinator over its HTTP interface. */
final class CoordinatorClient {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** A coordinator that is busy is asked again; a change is not, as it may have been made. */
    private static final int MOST_TRIES = 5;

    private static final int CURVES_A_PAGE = 200;
    private static final int MOST_SAID = 200;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final HttpClient http;
    private final Home.Endpoint endpoint;

    CoordinatorClient(Home.Endpoint endpoint) {
        this.endpoint = endpoint;
        var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
        if (!endpoint.certificate().isEmpty()) {
            builder.sslContext(PinnedCertificate.context(endpoint.certificate()));
        }
        this.http = builder.build();
    }

    void submit(String sweep, Submission submission) {
        submit(sweep, submission, false);
    }

    /** @param fresh whether nothing that other sweeps finished is taken over, here and below */
    void submit(String sweep, Submission submission, boolean fresh) {
        send("POST", "", body(sweep, submission, fresh));
    }

    void extend(String sweep, Submission submission, boolean fresh) {
        send("POST", "/" + sweep + "/extend", body(sweep, submission, fresh));
    }

    private static String body(String sweep, Submission submission, boolean fresh) {
        return CanonicalJson.write(SubmitRequest.of(sweep, submission, VersionCommand.version(), fresh));
    }

    void cancel(String sweep) {
        send("POST", "/" + sweep + "/cancel", "");
    }

    /** @throws HoldoutException NO_SUCH_SWEEP if none is named and there is none */
    SweepView viewOrNewest(Optional<String> sweep) {
        return view(nameOrNewest(sweep));
    }

    /** @throws HoldoutException NO_SUCH_SWEEP if none is named and there is none */
    String nameOrNewest(Optional<String> sweep) {
        return sweep.orElseGet(() -> {
            JsonNode all =
                    CanonicalJson.read(send("GET", "", ""), JsonNode.class).path("sweeps");
            if (all.isEmpty()) {
                throw HoldoutException.user("NO_SUCH_SWEEP", "no sweep was handed to " + endpoint.http());
            }
            return all.path(all.size() - 1).path("sweep").asText();
        });
    }

    /** Oldest first. */
    List<SweepView.SweepLine> sweeps() {
        return list(send("GET", "", ""), "sweeps", SweepView.SweepLine.class);
    }

    /** The newest, oldest first. */
    List<EventView> events(String sweep, int limit) {
        var events = new ArrayList<>(
                list(send("GET", "/" + sweep + "/events?limit=" + limit, ""), "events", EventView.class));
        Collections.reverse(events);
        return events;
    }

    /** All that its tables are made from; those made of it are the coordinator's own, byte for byte. */
    Results results(String sweep) {
        return ResultsFile.read(
                send("GET", "/" + sweep + "/table?format=results", ""), "'" + sweep + "' of " + endpoint.http());
    }

    /** @throws HoldoutException NO_SUCH_CELL naming the rows or tasks that there are */
    String explanation(String sweep, String row, String task) {
        return send("GET", "/" + sweep + "/explain?row=" + escaped(row) + "&task=" + escaped(task), "");
    }

    private static String escaped(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    /** Of all that is finished when the first page is read; what ends meanwhile may move others to a page that follows. */
    List<Curve> curves(String sweep) {
        var all = new LinkedHashMap<String, Curve>();
        int read = 0;
        int total;
        do {
            String page = send("GET", "/" + sweep + "/curves?limit=" + CURVES_A_PAGE + "&skip=" + read, "");
            total = CanonicalJson.read(page, JsonNode.class).path("total").asInt();
            list(page, "curves", CurveView.class).forEach(view -> all.putIfAbsent(view.trial(), view.curve()));
            read += CURVES_A_PAGE;
        } while (read < total);
        return List.copyOf(all.values());
    }

    /** All of them, page by page; {@code query} is such as "status=running", or empty. */
    List<TrialView> trials(String sweep, String query) {
        var all = new ArrayList<TrialView>();
        String from = "0";
        while (!from.isEmpty()) {
            String page = send("GET", "/" + sweep + "/trials?limit=500&from=" + from + "&" + query, "");
            all.addAll(list(page, "trials", TrialView.class));
            from = CanonicalJson.read(page, JsonNode.class).path("next").asText("");
            from = from.equals("null") ? "" : from;
        }
        return all;
    }

    /** @throws HoldoutException NO_SUCH_ATTEMPT if there was none */
    int attempts(String sweep, String trial) {
        int attempts = CanonicalJson.read(send("GET", "/" + sweep + "/trials/" + trial, ""), JsonNode.class)
                .at("/trial/attempts")
                .asInt();
        if (attempts == 0) {
            throw HoldoutException.user("NO_SUCH_ATTEMPT", "trial " + trial + " was not tried yet");
        }
        return attempts;
    }

    /** @param known characters of it that the caller has */
    LogView log(String sweep, String trial, int attempt, long known, int lines) {
        return CanonicalJson.read(
                send(
                        "GET",
                        "/" + sweep + "/trials/" + trial + "/attempts/" + attempt + "/log?after=" + known + "&tail="
                                + lines,
                        ""),
                LogView.class);
    }

    private static <T> List<T> list(String json, String name, Class<T> type) {
        var all = new ArrayList<T>();
        CanonicalJson.read(json, JsonNode.class)
                .path(name)
                .forEach(each -> all.add(CanonicalJson.read(each.toString(), type)));
        return all;
    }

    /** @param what one of pause, resume, retry */
    void edit(String sweep, String what) {
        send("POST", "/" + sweep + "/" + what, "");
    }

    /** What is null stays as it is. */
    void share(String sweep, @Nullable Integer priority, @Nullable Double weight, @Nullable Integer mostSlots) {
        var wanted = new TreeMap<String, Object>();
        if (priority != null) {
            wanted.put("priority", priority);
        }
        if (weight != null) {
            wanted.put("weight", weight);
        }
        if (mostSlots != null) {
            wanted.put("mostSlots", mostSlots);
        }
        send("POST", "/" + sweep + "/share", CanonicalJson.write(wanted));
    }

    void drain(String worker, boolean drained) {
        request("POST", "/api/v1/workers/" + worker + (drained ? "/drain" : "/undrain"), "");
    }

    SweepView view(String sweep) {
        return CanonicalJson.read(send("GET", "/" + sweep, ""), SweepView.class);
    }

    /** @throws HoldoutException with the coordinator's own code, or COORDINATOR_UNREACHABLE */
    private String send(String method, String path, String body) {
        return request(method, "/api/v1/sweeps" + path, body);
    }

    private String request(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(endpoint.http() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + endpoint.token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (int i = 1; i < MOST_TRIES && response.statusCode() == 503 && method.equals("GET"); i++) {
                LockSupport.parkNanos(PAUSE_NANOS);
                response = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (response.statusCode() == 200) {
                return response.body();
            }
            throw new HoldoutException(failure(response));
        } catch (IOException | IllegalArgumentException e) {
            throw HoldoutException.infrastructure(
                    "COORDINATOR_UNREACHABLE", "the coordinator at " + endpoint.http() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HoldoutException.infrastructure("COORDINATOR_UNREACHABLE", "interrupted", e);
        }
    }

    /** What the coordinator says, or what something on the way says in its place, such as a server that gave up waiting. */
    private Failure failure(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("application/problem+json")) {
            Problem problem = CanonicalJson.read(response.body(), Problem.class);
            return new Failure(problem.failureClass(), problem.code(), problem.detail());
        }
        String said = response.body().strip().lines().findFirst().orElse("");
        return new Failure(
                FailureClass.INFRASTRUCTURE,
                response.statusCode() == 503 ? "COORDINATOR_BUSY" : "NO_COORDINATOR",
                endpoint.http() + " answered " + response.statusCode() + ": '"
                        + said.substring(0, Math.min(said.length(), MOST_SAID)) + "'"
                        + (response.statusCode() == 503
                                ? "; it may have done what was asked: 'holdout status' tells"
                                : "; is that a coordinator?"));
    }
}
