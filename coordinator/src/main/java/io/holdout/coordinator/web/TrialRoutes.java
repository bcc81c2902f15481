package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.EventView;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.TrialView;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.coordinator.web.access.Role;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Trials: pages of them, and all that is known of one. */
final class TrialRoutes {
    static final String TRIALS = SweepRoutes.SWEEP + "/trials";
    private static final int MOST = 500;
    /** A trial has at most some dozens of attempts between two resumptions. */
    private static final int MOST_HISTORY = 300;
    /** A result of more episodes than this is shown without them: it is an artifact, and can be had as one. */
    private static final int MOST_POINTS = 2_000;

    private final Service service;

    TrialRoutes(Service service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, TRIALS, Role.READER, this::page),
                new Route(GET, TRIALS + "/{trial}", Role.READER, this::one),
                new Route(GET, TRIALS + "/{trial}/history", Role.READER, this::history));
    }

    private CompletionStage<HttpResponse> page(Call call) {
        int limit = (int) call.number("limit", 100, 1, MOST);
        int from = (int) call.number("from", 0, 0, Integer.MAX_VALUE);
        Predicate<TrialView> wanted = wanted(call);
        return service.from(call.name("sweep"), sight -> {
            List<TrialView> found = TrialViews.page(sight.state(), wanted, from, limit + 1);
            var answer = new LinkedHashMap<String, Object>();
            answer.put("trials", found.size() > limit ? found.subList(0, limit) : found);
            answer.put("next", found.size() > limit ? found.get(limit).index() : null);
            answer.put("total", sight.state().plan().trials().size());
            return Answers.json(answer);
        });
    }

    private static Predicate<TrialView> wanted(Call call) {
        Optional<String> status = call.word("status");
        Optional<String> kind = call.word("kind");
        String text = call.word("text").orElse("").toLowerCase(Locale.ROOT);
        List<String> kinds =
                Arrays.stream(TrialKind.values()).map(TrialKind::word).toList();
        requireOneOf("status", status, List.of("waiting", "ready", "running", "succeeded", "given_up"));
        requireOneOf("kind", kind, kinds);
        return trial -> status.map(trial.status()::equals).orElse(true)
                && kind.map(trial.kind()::equals).orElse(true)
                && (text.isEmpty()
                        || trial.label().toLowerCase(Locale.ROOT).contains(text)
                        || trial.trial().startsWith(text)
                        || trial.worker().toLowerCase(Locale.ROOT).contains(text));
    }

    private static void requireOneOf(String key, Optional<String> value, List<String> allowed) {
        if (value.isPresent() && !allowed.contains(value.get())) {
            throw new Refused(
                    400,
                    "BAD_QUERY",
                    key + " is '" + value.get() + "'; it must be one of " + String.join(", ", allowed));
        }
    }

    private CompletionStage<HttpResponse> one(Call call) {
        String prefix = call.name("trial");
        return service.from(call.name("sweep"), sight -> Answers.json(detail(sight, find(sight, prefix))));
    }

    private CompletionStage<HttpResponse> history(Call call) {
        String sweep = call.name("sweep");
        String prefix = call.name("trial");
        return service.from(
                sweep,
                sight -> Answers.json(
                        Map.of("events", history(sweep, find(sight, prefix).id().hex()))));
    }

    /** The last events about a trial, oldest first. Reads the sweep's whole journal: some 100,000 events a second. */
    private List<EventView> history(String sweep, String trial) {
        var last = new ArrayDeque<EventView>();
        long[] number = {0};
        try (JournalReader reader = service.journal()) {
            reader.events(sweep, entry -> {
                EventView view = EventView.of(++number[0], entry.event());
                if (view.subject().equals(trial)) {
                    last.add(view);
                    if (last.size() > MOST_HISTORY) {
                        last.remove();
                    }
                }
            });
        }
        return List.copyOf(last);
    }

    /** By its id, or as much of its start as only one has. */
    static PlannedTrial find(Sight sight, String prefix) {
        List<PlannedTrial> found = sight.state().plan().trials().stream()
                .filter(trial -> trial.id().hex().startsWith(prefix))
                .limit(2)
                .toList();
        if (found.size() != 1) {
            throw new Refused(
                    404, "NO_SUCH_TRIAL", (found.isEmpty() ? "no trial" : "more than one trial") + " starts " + prefix);
        }
        return found.get(0);
    }

    private Map<String, Object> detail(Sight sight, PlannedTrial planned) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("trial", TrialViews.of(sight.state(), planned.index()));
        answer.put("spec", CanonicalJson.read(planned.spec().canonicalForm(), JsonNode.class));
        answer.put("needs", names(sight, planned.dependencies()));
        answer.put("neededBy", planned.dependents().size());
        Optional<ResultRef> result = sight.state().resultRef(planned.index());
        answer.put("artifact", result.map(ResultRef::artifact).orElse(null));
        answer.put("result", result.flatMap(this::result).orElse(null));
        return answer;
    }

    private static List<String> names(Sight sight, List<Integer> indices) {
        return indices.stream()
                .map(index -> sight.state().plan().trials().get(index).id().hex())
                .toList();
    }

    private Optional<JsonNode> result(ResultRef ref) {
        return ref.read(service.artifacts()::get)
                .map(bytes -> CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class))
                .filter(result -> !(result instanceof TrialResult.Adapted adapted)
                        || adapted.episodes().size() <= MOST_POINTS)
                .map(result -> CanonicalJson.read(result.canonicalForm(), JsonNode.class));
    }
}
