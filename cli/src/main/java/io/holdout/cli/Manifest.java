package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.report.Arrangement;
import io.holdout.coordinator.report.Marking;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.ResultsFile;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.View;
import io.holdout.coordinator.report.export.Form;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What an exported file is and what it was made from; it lies beside it as {@code FILE.manifest.json}.
 *
 * @param format {@value #FORMAT}
 * @param file its name
 * @param sha256 of its bytes
 * @param form as {@link Form#word()}
 * @param figure which, if it is one; else empty
 * @param complete whether every cell has its number
 * @param sources as given on the command line
 * @param plans digest of each sweep's plan
 * @param results SHA-256 of what {@code --format results} writes of the same results
 * @param holdout version that wrote it
 */
record Manifest(
        String format,
        String file,
        String sha256,
        long bytes,
        String form,
        String figure,
        String view,
        String metric,
        String arrangement,
        String marking,
        boolean complete,
        List<String> sources,
        List<String> plans,
        String results,
        String holdout) {
    private static final String FORMAT = "holdout-manifest/1";

    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + ".manifest.json");
    }

    static Manifest of(
            Path file,
            byte[] bytes,
            Form form,
            String figure,
            TableChoice choice,
            List<String> sources,
            Results results) {
        return new Manifest(
                FORMAT,
                String.valueOf(file.getFileName()),
                CanonicalJson.sha256(bytes),
                bytes.length,
                form.word(),
                figure,
                choice.view().word(),
                choice.metric().word(),
                choice.arrangement().word(),
                choice.marking().word(),
                Table.of(results, choice).isComplete(),
                sources.isEmpty() ? List.of(results.name()) : sources,
                results.origins().stream().map(origin -> origin.planDigest()).toList(),
                CanonicalJson.sha256(ResultsFile.write(results)),
                VersionCommand.version());
    }

    /** @throws HoldoutException NO_MANIFEST, BAD_MANIFEST */
    static Manifest read(Path file) {
        Path beside = of(file);
        if (!Files.exists(beside)) {
            throw HoldoutException.user(
                    "NO_MANIFEST", beside + " does not exist; 'holdout table --output FILE' writes one beside FILE");
        }
        try {
            String text = SourcesOption.read(beside);
            String format =
                    CanonicalJson.read(text, JsonNode.class).path("format").asText("nothing");
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException("format is '" + format + "'; this version reads " + FORMAT);
            }
            return CanonicalJson.read(text, Manifest.class);
        } catch (IllegalArgumentException e) {
            throw HoldoutException.user("BAD_MANIFEST", beside + ": " + e.getMessage());
        }
    }

    Form formOf() {
        return one("form", form, Form.values(), Form::word);
    }

    TableChoice choice() {
        return new TableChoice(
                one("view", view, View.values(), View::word),
                one("metric", metric, Metric.values(), Metric::word),
                one("arrangement", arrangement, Arrangement.values(), Arrangement::word),
                one("marking", marking, Marking.values(), Marking::word));
    }

    private static <E> E one(String key, String word, E[] values, Function<E, String> words) {
        for (E value : values) {
            if (words.apply(value).equals(word)) {
                return value;
            }
        }
        throw HoldoutException.user("BAD_MANIFEST", "unknown " + key + " '" + word + "'; a newer version wrote it?");
    }

    byte[] toBytes() {
        return (CanonicalJson.write(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
