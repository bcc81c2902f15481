package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.holdout.coordinator.report.Arrangement;
import io.holdout.coordinator.report.Marking;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.report.View;
import io.holdout.coordinator.report.explain.Explanation;
import io.holdout.coordinator.report.export.Form;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.web.access.Role;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.CanonicalJson;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API answers, each answer checked against the OpenAPI document that it serves. */
class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SWEEP = "/api/v1/sweeps/" + PretendCoordinator.SWEEP;

    private WebServer server;
    private JsonNode document;

    @BeforeEach
    void starts() throws Exception {
        server = new WebServer();
        server.coordinator().submit();
        document =
                JSON.readTree(server.send(server.anyone("/api/v1/openapi.json")).body());
    }

    @AfterEach
    void ends() {
        server.close();
    }

    /** The body of a good answer, which keeps to its schema in the document. */
    private JsonNode ok(String operation, String path) throws Exception {
        HttpResponse<String> response = server.get(path);
        assertEquals(200, response.statusCode(), response.body());
        requireValid("/paths/" + operation.replace("/", "~1") + "/get/responses/200", "application/json", response);
        return JSON.readTree(response.body());
    }

    private JsonNode problem(int status, HttpResponse<String> response) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        requireValid("/components/responses/Problem", "application/problem+json", response);
        JsonNode problem = JSON.readTree(response.body());
        assertEquals(status, problem.path("status").asInt());
        return problem;
    }

    private void requireValid(String pointer, String type, HttpResponse<String> response) {
        assertEquals(type, response.headers().firstValue("Content-Type").orElse(""));
        JsonNode answer = document.at(pointer);
        if (answer.has("$ref")) {
            answer = document.at(answer.path("$ref").asText().substring(1));
        }
        JsonNode schema = answer.path("content").path(type).path("schema");
        assertFalse(schema.isMissingNode(), "no schema at " + pointer);
        requireValid(schema, response.body());
    }

    private void requireValid(JsonNode schema, String body) {
        var whole = JSON.createObjectNode();
        whole.set("components", document.path("components"));
        whole.set("allOf", JSON.createArrayNode().add(schema));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
        assertEquals(List.of(), compiled.validate(body, InputFormat.JSON), body);
    }

    @Test
    void the_document_names_every_route_and_no_other_with_its_role() {
        var served = new TreeSet<String>();
        for (Route route : server.routes()) {
            if (route.path().startsWith("/api/")) {
                served.add(route.method().value().toLowerCase(java.util.Locale.ROOT) + " " + route.path() + " "
                        + Optional.ofNullable(route.needs()).map(Role::name).orElse("ANYBODY"));
            }
        }
        var written = new TreeSet<String>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (!method.getKey().equals("parameters")) {
                        boolean anybody = method.getValue().path("security").isArray();
                        String role = anybody
                                ? "ANYBODY"
                                : method.getValue().path("x-role").asText();
                        written.add(
                                method.getKey() + " " + path.getKey() + " " + role.toUpperCase(java.util.Locale.ROOT));
                        assertFalse(
                                method.getValue().path("operationId").asText().isEmpty());
                        assertTrue(method.getValue().path("responses").has("200"));
                    }
                }));
        assertEquals(written, served);
        assertEquals("3.1.0", document.path("openapi").asText());
    }

    @Test
    void a_sweep_is_listed_and_seen() throws Exception {
        assertEquals(
                PretendCoordinator.SWEEP,
                ok("/api/v1/sweeps", "/api/v1/sweeps").at("/sweeps/0/sweep").asText());
        assertEquals(
                "RUNNING", ok("/api/v1/sweeps/{sweep}", SWEEP).path("phase").asText());
        assertEquals(
                "worker-1",
                ok("/api/v1/workers", "/api/v1/workers").at("/workers/0/name").asText());
    }

    @Test
    void who_has_a_view_is_not_sent_it_again() throws Exception {
        HttpResponse<String> first = server.get(SWEEP);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same =
                server.send(server.as(WebServer.TOKENS.reader(), SWEEP).header("If-None-Match", tag));
        assertEquals(304, same.statusCode());
        assertEquals("", same.body());
        assertEquals(
                200,
                server.send(server.as(WebServer.TOKENS.operator(), SWEEP + "/pause")
                                .POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode());
        HttpResponse<String> changed =
                server.send(server.as(WebServer.TOKENS.reader(), SWEEP).header("If-None-Match", tag));
        assertEquals("PAUSED", JSON.readTree(changed.body()).path("phase").asText());
    }

    @Test
    void all_trials_come_page_by_page_in_the_order_of_the_plan() throws Exception {
        List<String> expected = server.coordinator().state().plan().trials().stream()
                .map(trial -> trial.id().hex())
                .toList();
        var seen = new ArrayList<String>();
        String from = "0";
        while (!from.equals("null")) {
            JsonNode page = ok("/api/v1/sweeps/{sweep}/trials", SWEEP + "/trials?limit=3&from=" + from);
            page.path("trials").forEach(trial -> seen.add(trial.path("trial").asText()));
            from = page.path("next").asText();
        }
        assertEquals(expected, seen);
    }

    @Test
    void trials_are_found_by_status_kind_and_text() throws Exception {
        server.coordinator().work(2);
        JsonNode running = ok("/api/v1/sweeps/{sweep}/trials", SWEEP + "/trials?status=running");
        assertEquals(2, running.path("trials").size());
        assertEquals("worker-1", running.at("/trials/0/worker").asText());
        JsonNode kind = ok("/api/v1/sweeps/{sweep}/trials", SWEEP + "/trials?kind=pre-train");
        assertTrue(StreamSupport.stream(kind.path("trials").spliterator(), false)
                .allMatch(trial -> trial.path("kind").asText().equals("pre-train")));
        assertEquals(
                0,
                ok("/api/v1/sweeps/{sweep}/trials", SWEEP + "/trials?text=nothing-like-it")
                        .path("trials")
                        .size());
        JsonNode wrong = problem(400, server.get(SWEEP + "/trials?status=done"));
        assertTrue(wrong.path("detail").asText().contains("given_up"), "it names what is allowed");
    }

    @Test
    void a_trial_is_found_by_the_start_of_its_id_and_tells_what_it_is_made_from() throws Exception {
        var trial = server.coordinator().state().plan().trials().get(0);
        JsonNode found = ok(
                "/api/v1/sweeps/{sweep}/trials/{trial}",
                SWEEP + "/trials/" + trial.id().shortHex());
        assertEquals(trial.id().hex(), found.at("/trial/trial").asText());
        assertEquals(JSON.readTree(trial.spec().canonicalForm()), found.path("spec"));
        assertEquals(
                "NO_SUCH_TRIAL",
                problem(404, server.get(SWEEP + "/trials/zzzz")).path("code").asText());
    }

    @Test
    void a_trials_attempts_are_told_from_the_journal_and_no_others() throws Exception {
        server.coordinator().work(2);
        JsonNode running = ok("/api/v1/sweeps/{sweep}/trials", SWEEP + "/trials?status=running");
        String id = running.at("/trials/0/trial").asText();
        JsonNode history = ok("/api/v1/sweeps/{sweep}/trials/{trial}/history", SWEEP + "/trials/" + id + "/history");
        assertEquals(1, history.path("events").size());
        assertEquals("AttemptStarted", history.at("/events/0/type").asText());
        assertTrue(history.at("/events/0/text").asText().contains("goes to worker-1"));
    }

    @Test
    void a_search_is_told_with_its_candidates() throws Exception {
        assertEquals(
                0,
                ok("/api/v1/sweeps/{sweep}/searches", SWEEP + "/searches")
                        .path("total")
                        .asInt());
        try (var other = new WebServer()) {
            other.coordinator()
                    .submit("strategies: [mm-pt]\nepisodes: 4\nsearch: {mm-pt: {sampler: random, trials: 4, space:"
                            + " {learning_rate: {loguniform: [0.0001, 0.1]}}}}\n");
            other.coordinator().work(2);
            HttpResponse<String> response = other.get(SWEEP + "/searches");
            requireValid("/paths/~1api~1v1~1sweeps~1{sweep}~1searches/get/responses/200", "application/json", response);
            JsonNode searches = JSON.readTree(response.body()).path("searches");
            assertEquals("learning_rate", searches.at("/0/parameters/0").asText(), response.body());
            assertTrue(searches.at("/0/candidates").size() > 0, response.body());
        }
    }

    @Test
    void the_table_is_the_commands_table_byte_for_byte() throws Exception {
        var state = server.coordinator().state();
        Table table = Table.of(state.plan(), StoredOutcomes.of(state, hash -> Optional.empty()));
        ok("/api/v1/sweeps/{sweep}/table", SWEEP + "/table");
        assertEquals(TableText.json(table), server.get(SWEEP + "/table").body());
    }

    @Test
    void the_table_is_given_in_every_form_and_choice_as_the_command_makes_it() throws Exception {
        server.coordinator().giveUpOne();
        var state = server.coordinator().state();
        Results results = StoredOutcomes.results(state, hash -> Optional.empty());
        // nothing is measured yet, and of nothing there is no figure
        for (Form form :
                Stream.of(Form.values()).filter(each -> !each.isFigure()).toList()) {
            HttpResponse<byte[]> response =
                    bytes(SWEEP + "/table?format=" + form.word() + "&metric=loss&view=by-dataset");
            var choice = new TableChoice(View.BY_DATASET, Metric.LOSS, Arrangement.PLAIN, Marking.NOT_WORSE);
            assertEquals(200, response.statusCode(), form.word());
            assertArrayEquals(form.render(results, choice, ""), response.body(), form.word());
            String type =
                    response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
            assertTrue(
                    document.at("/paths/~1api~1v1~1sweeps~1{sweep}~1table/get/responses/200/content")
                            .has(type),
                    type);
        }
        ok("/api/v1/sweeps/{sweep}/table", SWEEP + "/table?format=results");
        assertEquals(
                "attachment; filename=\"pretend.html\"",
                server.get(SWEEP + "/table?format=html")
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElse(""));
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        var request = server.as(WebServer.TOKENS.reader(), path).build();
        return server.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void a_form_or_choice_that_there_is_not_is_refused_with_those_there_are() throws Exception {
        JsonNode form = problem(400, server.get(SWEEP + "/table?format=xlsx"));
        assertEquals("BAD_QUERY", form.path("code").asText());
        assertEquals(
                "format is 'xlsx'; it must be one of terminal, markdown, csv, wide-csv, json, latex, html, svg, png,"
                        + " results",
                form.path("detail").asText());
        for (String word : List.of("view", "metric", "arrange", "bold")) {
            JsonNode choice = problem(400, server.get(SWEEP + "/table?" + word + "=other"));
            assertTrue(choice.path("detail").asText().startsWith(word + " is 'other'; it must be one of "), word);
        }
        JsonNode figure = problem(404, server.get(SWEEP + "/table?format=svg&figure=pie"));
        assertEquals("NO_SUCH_FIGURE", figure.path("code").asText());
        assertTrue(figure.path("detail").asText().contains("no figure 'pie'"), figure.toString());
    }

    @Test
    void every_word_that_the_table_takes_is_in_the_document() {
        var written = new TreeMap<String, List<String>>();
        document.at("/paths/~1api~1v1~1sweeps~1{sweep}~1table/get/parameters").forEach(parameter -> {
            var words = new ArrayList<String>();
            parameter.at("/schema/enum").forEach(word -> words.add(word.asText()));
            written.put(parameter.path("name").asText(), words);
        });
        assertEquals(Stream.of(Form.values()).map(Form::word).toList(), written.get("format"));
        assertEquals(Stream.of(View.values()).map(View::word).toList(), written.get("view"));
        assertEquals(Stream.of(Metric.values()).map(Metric::word).toList(), written.get("metric"));
        assertEquals(Stream.of(Arrangement.values()).map(Arrangement::word).toList(), written.get("arrange"));
        assertEquals(Stream.of(Marking.values()).map(Marking::word).toList(), written.get("bold"));
    }

    @Test
    void a_cell_is_explained_as_the_command_does_it() throws Exception {
        server.coordinator().giveUpOne();
        var events = new ArrayList<SweepEvent>();
        try (var reader = server.coordinator().reader()) {
            reader.events(PretendCoordinator.SWEEP, entry -> events.add(entry.event()));
        }
        var state = server.coordinator().state();
        String task = state.plan().columns().get(0).task().toString();
        String expected = Explanation.of(
                state,
                StoredOutcomes.of(state, hash -> Optional.empty()),
                events::forEach,
                "mm-pt conv4",
                task,
                millis -> Instant.ofEpochMilli(millis).toString());
        String query = "?row=mm-pt+conv4&task=" + URLEncoder.encode(task, StandardCharsets.UTF_8);
        HttpResponse<String> response = server.get(SWEEP + "/explain" + query);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(expected, response.body());
        assertTrue(expected.contains("an image cannot be read"), expected);
        JsonNode unknown = problem(404, server.get(SWEEP + "/explain?row=other&task=" + "bus/malignancy"));
        assertEquals("NO_SUCH_CELL", unknown.path("code").asText());
        assertTrue(unknown.path("detail").asText().contains("'mm-pt conv4'"), unknown.toString());
        assertEquals(
                "BAD_QUERY",
                problem(400, server.get(SWEEP + "/explain?row=other"))
                        .path("code")
                        .asText());
    }

    @Test
    void events_come_newest_first_and_all_of_them_page_by_page() throws Exception {
        server.coordinator().work(3);
        long last = server.coordinator().number();
        var numbers = new ArrayList<Long>();
        long before = last + 1;
        while (before > 1) {
            JsonNode page = ok("/api/v1/sweeps/{sweep}/events", SWEEP + "/events?limit=2&before=" + before);
            page.path("events")
                    .forEach(event -> numbers.add(event.path("number").asLong()));
            before = numbers.get(numbers.size() - 1);
        }
        assertEquals(
                java.util.stream.LongStream.rangeClosed(1, last)
                        .map(i -> last + 1 - i)
                        .boxed()
                        .toList(),
                numbers);
    }

    @Test
    void a_sweep_is_handed_in_and_cancelled() throws Exception {
        ok("/api/v1/sweeps/{sweep}/curves", SWEEP + "/curves");
        String body = CanonicalJson.write(SubmitRequest.of(
                PretendCoordinator.SWEEP, PretendCoordinator.submission(PretendCoordinator.SWEEP), "test", false));
        assertEquals(200, server.send(post("/api/v1/sweeps", body)).statusCode());
        assertEquals(200, server.send(post(SWEEP + "/cancel", "")).statusCode());
        assertEquals(
                "CANCELLED", ok("/api/v1/sweeps/{sweep}", SWEEP).path("phase").asText());
        assertEquals(
                "NO_SUCH_SWEEP",
                problem(404, server.send(post("/api/v1/sweeps/other/cancel", "")))
                        .path("code")
                        .asText());
    }

    @Test
    void a_sweep_is_paused_resumed_and_given_another_share() throws Exception {
        assertEquals(200, server.send(post(SWEEP + "/pause", "")).statusCode());
        assertEquals("PAUSED", ok("/api/v1/sweeps/{sweep}", SWEEP).path("phase").asText());
        assertEquals(200, server.send(post(SWEEP + "/resume", "")).statusCode());
        assertEquals(
                200, server.send(post(SWEEP + "/share", "{\"priority\":3}")).statusCode());
        JsonNode view = ok("/api/v1/sweeps/{sweep}", SWEEP);
        assertEquals("RUNNING", view.path("phase").asText());
        assertEquals(3, view.at("/share/priority").asInt());
        problem(400, server.send(post(SWEEP + "/share", "{\"priority\":\"high\"}")));
    }

    @Test
    void a_worker_is_drained_and_a_sweep_extended_under_the_name_in_the_path() throws Exception {
        var submission = PretendCoordinator.submission(PretendCoordinator.SWEEP);
        String body = CanonicalJson.write(SubmitRequest.of(PretendCoordinator.SWEEP, submission, "test", true));
        assertEquals(
                200, server.send(post("/api/v1/workers/worker-1/drain", "")).statusCode());
        assertEquals(
                200, server.send(post("/api/v1/workers/worker-1/undrain", "")).statusCode());
        assertEquals(200, server.send(post(SWEEP + "/extend", body)).statusCode());
        assertEquals(
                List.of("worker-1 true", "worker-1 false", "pretend test.yaml true"),
                server.coordinator().asked());
        problem(400, server.send(post("/api/v1/sweeps/other/extend", body)));
        problem(404, server.send(post(SWEEP + "/drain", "")));
    }

    @Test
    void another_sweep_of_the_same_name_is_refused_with_the_reason() throws Exception {
        String body = CanonicalJson.write(SubmitRequest.of(
                PretendCoordinator.SWEEP,
                PretendCoordinator.submission(PretendCoordinator.SWEEP, "episodes: 5\n"),
                "test",
                false));
        JsonNode problem = problem(409, server.send(post("/api/v1/sweeps", body)));
        assertEquals("SWEEP_CHANGED", problem.path("code").asText());
    }

    @Test
    void what_cannot_be_known_now_is_said_so_and_asked_again() throws Exception {
        assertEquals(
                "NO_SUCH_SWEEP",
                problem(404, server.get("/api/v1/sweeps/other")).path("code").asText());
        server.coordinator()
                .breakDown(new Failure(FailureClass.INFRASTRUCTURE, "JOURNAL_UNAVAILABLE", "the journal is away"));
        HttpResponse<String> away = server.get("/api/v1/sweeps/other/trials");
        assertEquals("JOURNAL_UNAVAILABLE", problem(503, away).path("code").asText());
        assertEquals("2", away.headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void unknown_paths_and_methods_are_refused() throws Exception {
        assertEquals(
                "NO_SUCH_PATH",
                problem(404, server.get("/api/v2/sweeps")).path("code").asText());
        HttpResponse<String> wrong =
                server.send(server.as(WebServer.TOKENS.operator(), SWEEP).DELETE());
        assertEquals("NO_SUCH_METHOD", problem(405, wrong).path("code").asText());
        assertEquals("GET", wrong.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void a_large_answer_is_packed_for_whoever_takes_it() throws Exception {
        var request = server.as(WebServer.TOKENS.reader(), SWEEP + "/trials").header("Accept-Encoding", "gzip");
        HttpResponse<byte[]> packed = server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
        var plain = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed.body())).readAllBytes();
        assertEquals(server.get(SWEEP + "/trials").body(), new String(plain, StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder post(String path, String body) {
        return server.as(WebServer.TOKENS.operator(), path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
