package io.holdout.coordinator.web;

import io.holdout.coordinator.web.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked, as data, so that the OpenAPI document can be checked against what is served.
 *
 * @param path such as {@code /api/v1/sweeps/{sweep}}
 * @param needs the role; null if anybody may ask
 * @param parts of the path
 */
record Route(HttpMethod method, String path, @Nullable Role needs, Handler handler, List<String> parts) {
    Route(HttpMethod method, String path, @Nullable Role needs, Handler handler) {
        this(method, path, needs, handler, List.of(path.substring(1).split("/", -1)));
    }

    /** Answers one call. */
    interface Handler {
        CompletionStage<HttpResponse> answer(Call call);
    }

    /** The values of the path's names; empty if these segments are not its. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                names.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }
}
