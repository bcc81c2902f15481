package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.report.Arrangement;
import io.holdout.coordinator.report.Marking;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.report.View;
import io.holdout.coordinator.report.explain.Explanation;
import io.holdout.coordinator.report.export.Form;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.web.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The table in every form, and where its numbers come from: the bytes that the commands print. */
final class ReportRoutes {
    /** Each takes a thread for up to some seconds, of 16 that whatever else may block shares. */
    static final int MOST_AT_ONCE = 4;

    private static final String PLAIN = "text/plain; charset=UTF-8";

    private final Service service;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);

    ReportRoutes(Service service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, SweepRoutes.SWEEP + "/table", Role.READER, this::table),
                new Route(GET, SweepRoutes.SWEEP + "/explain", Role.READER, this::explain));
    }

    private CompletionStage<HttpResponse> table(Call call) {
        String sweep = call.name("sweep");
        Form form = call.one("format", Form.JSON, Form.values(), Form::word);
        String figure = call.word("figure").orElse("averages");
        TableChoice usual = TableChoice.USUAL;
        var choice = new TableChoice(
                call.one("view", usual.view(), View.values(), View::word),
                call.one("metric", usual.metric(), Metric.values(), Metric::word),
                call.one("arrange", usual.arrangement(), Arrangement.values(), Arrangement::word),
                call.one("bold", usual.marking(), Marking.values(), Marking::word));
        if (form == Form.JSON && choice.equals(usual)) {
            // it may be asked for every few seconds, and needs no curves
            return service.from(
                    sweep,
                    sight -> Answers.json(
                            TableText.json(service.cells(sweep).table(sight)).getBytes(StandardCharsets.UTF_8)));
        }
        return report(sweep, sight -> {
            byte[] bytes = form.render(service.cells(sweep).results(sight), choice, form.isFigure() ? figure : "");
            HttpResponse response = Answers.file(type(form), bytes);
            // shown at this address, neither would find its own styles
            return form == Form.HTML || form.isFigure()
                    ? response.addHeader(RawHeader.create(
                            "Content-Disposition", "attachment; filename=\"" + sweep + "." + form.word() + "\""))
                    : response;
        });
    }

    private static String type(Form form) {
        return switch (form) {
            case TERMINAL -> PLAIN;
            case MARKDOWN -> "text/markdown; charset=UTF-8";
            case CSV, WIDE_CSV -> "text/csv; charset=UTF-8";
            case JSON, RESULTS -> "application/json";
            case LATEX -> "application/x-tex; charset=UTF-8";
            case HTML -> "text/html; charset=UTF-8";
            case SVG -> "image/svg+xml";
            case PNG -> "image/png";
        };
    }

    private CompletionStage<HttpResponse> explain(Call call) {
        String sweep = call.name("sweep");
        String row = required(call, "row");
        String task = required(call, "task");
        return report(
                sweep,
                sight -> Answers.text(
                        PLAIN,
                        Explanation.of(
                                sight.state(),
                                StoredOutcomes.of(sight.state(), service.artifacts()::get),
                                each -> events(sweep, sight, each),
                                row,
                                task,
                                millis -> Instant.ofEpochMilli(millis).toString())));
    }

    private static String required(Call call, String key) {
        return call.word(key)
                .orElseThrow(() -> new Refused(400, "BAD_QUERY", "the query must name a row and a task, as tables do"));
    }

    /** Those that made the sweep what it was at that moment; reads its whole journal. */
    private void events(String sweep, Sight sight, Consumer<SweepEvent> each) {
        long[] number = {0};
        try (JournalReader reader = service.journal()) {
            reader.events(sweep, entry -> {
                if (++number[0] <= sight.number()) {
                    each.accept(entry.event());
                }
            });
        }
    }

    private CompletionStage<HttpResponse> report(String sweep, Function<Sight, HttpResponse> answer) {
        if (!free.tryAcquire()) {
            throw new Refused(503, "TOO_MANY_REPORTS", MOST_AT_ONCE + " reports are being made; ask again");
        }
        return service.from(sweep, answer).whenComplete((response, problem) -> free.release());
    }
}
