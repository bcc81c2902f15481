package io.holdout.coordinator.web;

import io.holdout.protocol.trial.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/**
 * One request on its way to its answer.
 *
 * @param names the path's, by name
 * @param caller who asks
 */
record Call(ActorSystem<?> system, HttpRequest request, Map<String, String> names, Caller caller) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    /** Time for a body to arrive: those that are allowed are small. */
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);

    private static final int LONGEST_WORD = 200;

    /** A name in the path; whatever cannot be one is not found. */
    String name(String key) {
        String value = names.getOrDefault(key, "");
        if (!NAME.matcher(value).matches()) {
            throw new Refused(404, "NO_SUCH_" + key.toUpperCase(java.util.Locale.ROOT), "that is no name of a " + key);
        }
        return value;
    }

    /** A word of the query. */
    Optional<String> word(String key) {
        Optional<String> value = request.getUri().query().get(key);
        if (value.isPresent() && value.get().length() > LONGEST_WORD) {
            throw new Refused(400, "BAD_QUERY", key + " has more than " + LONGEST_WORD + " characters");
        }
        return value;
    }

    /** The value that a word of the query names. */
    <E> E one(String key, E otherwise, E[] values, Function<E, String> words) {
        Optional<String> word = word(key);
        if (word.isEmpty()) {
            return otherwise;
        }
        for (E value : values) {
            if (words.apply(value).equals(word.get())) {
                return value;
            }
        }
        String known = Arrays.stream(values).map(words).collect(Collectors.joining(", "));
        throw new Refused(400, "BAD_QUERY", key + " is '" + word.get() + "'; it must be one of " + known);
    }

    /** A number of the query, within bounds. */
    long number(String key, long otherwise, long least, long most) {
        Optional<String> value = word(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Refused(
                400, "BAD_QUERY", key + " is '" + value.get() + "'; it must be a number from " + least + " to " + most);
    }

    /**
     * Reads the body as JSON.
     *
     * @param most bytes
     */
    <T> CompletionStage<HttpResponse> body(
            Class<T> type, long most, Function<T, CompletionStage<HttpResponse>> answer) {
        if (!request.entity().getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON)) {
            throw new Refused(415, "NOT_JSON", "send the body as 'Content-Type: application/json'");
        }
        return request.entity()
                .withSizeLimit(most)
                .toStrict(BODY_PATIENCE.toMillis(), system)
                .thenCompose(entity -> answer.apply(read(entity.getData().toArray(), type)));
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            T value = CanonicalJson.read(text, type);
            if (value == null) {
                throw new Refused(400, "BAD_REQUEST", "the body is null");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new Refused(400, "BAD_REQUEST", "the body is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "BAD_REQUEST", String.valueOf(e.getMessage()));
        }
    }
}
