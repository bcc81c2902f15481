package io.holdout.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of base, components and overlays, also where there is no kubectl to render them. */
class FilesTest {
    private static List<Path> files() throws IOException {
        try (Stream<Path> base = Files.walk(Overlay.ROOT.resolve("base"));
                Stream<Path> components = Files.walk(Overlay.ROOT.resolve("components"));
                Stream<Path> overlays = Files.walk(Overlay.ROOT.resolve("overlays"))) {
            return Stream.of(base, components, overlays)
                    .flatMap(each -> each)
                    .filter(Files::isRegularFile)
                    .map(Path::normalize)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    @Test
    void every_file_is_named_by_a_kustomization_and_every_named_file_is_there() throws IOException {
        var present = new TreeSet<Path>();
        var named = new TreeSet<Path>();
        for (Path file : files()) {
            if (isKustomization(file)) {
                named.addAll(named(file));
            } else {
                present.add(file);
            }
        }
        assertEquals(present, named);
    }

    @SuppressWarnings("unchecked")
    private static List<Path> named(Path kustomization) throws IOException {
        Map<String, Object> fields = new org.yaml.snakeyaml.Yaml().load(Files.readString(kustomization));
        Path folder = kustomization.getParent();
        Stream<String> resources = ((List<String>) fields.getOrDefault("resources", List.of())).stream();
        Stream<String> patches = ((List<Map<String, Object>>) fields.getOrDefault("patches", List.of()))
                .stream().map(patch -> (String) patch.get("path"));
        Stream<String> generated = ((List<Map<String, Object>>) fields.getOrDefault("configMapGenerator", List.of()))
                .stream()
                        .flatMap(each -> Stream.concat(
                                ((List<String>) each.getOrDefault("envs", List.of())).stream(),
                                ((List<String>) each.getOrDefault("files", List.of()))
                                        .stream().map(file -> file.substring(file.indexOf('=') + 1))));
        return Stream.of(resources, patches, generated)
                .flatMap(each -> each)
                .map(each -> folder.resolve(each).normalize())
                .filter(each -> !Files.isDirectory(each))
                .toList();
    }

    @Test
    void every_object_in_a_file_is_one_that_kubernetes_or_a_named_operator_knows() throws IOException {
        int objects = 0;
        for (Path file : files()) {
            // a word to kustomize, not to Kubernetes
            String text = Files.readString(file).replace("$patch: delete\n", "");
            if (!isKustomization(file) && text.contains("\napiVersion: ") | text.startsWith("apiVersion: ")) {
                Overlay read = Overlay.read(file.toString(), text);
                objects += read.objects().size() + read.foreign().size();
            }
        }
        assertEquals(true, objects > 20, "objects read: " + objects);
    }

    @Test
    void every_alert_has_its_answer_in_the_manual() throws IOException {
        String manual = Files.readString(Overlay.ROOT.resolve("../docs/operations.md"));
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(Overlay.ROOT.resolve("components/monitoring/rules.yaml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(8, alerts.size());
        assertEquals(
                List.of(),
                alerts.stream()
                        .filter(alert -> !manual.contains("| `" + alert + "` |"))
                        .toList());
    }
}
