package io.holdout.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The objects of an overlay, as {@code kubectl} renders them and Kubernetes' model classes read them.
 *
 * @param foreign of operators, which the model does not know: cert-manager, KEDA, Prometheus
 */
record Overlay(String name, List<KubernetesObject> objects, List<Map<String, Object>> foreign) {
    static final Path ROOT = Path.of("").toAbsolutePath();
    static final List<String> ALL =
            List.of("local", "try", "cassandra", "gpu", "pool", "elastic", "elastic-hpa", "tls");
    /** Kinds of operators that an overlay or component may have. */
    static final List<String> FOREIGN = List.of("cert-manager.io/v1", "keda.sh/v1alpha1", "monitoring.coreos.com/v1");

    /** Fails where an object has a field that its kind has not, or of another type; skips without kubectl. */
    static Overlay of(String name) {
        return read(name, kustomize(ROOT.resolve("overlays").resolve(name)));
    }

    static Overlay read(String name, String yaml) {
        var objects = new ArrayList<KubernetesObject>();
        var foreign = new ArrayList<Map<String, Object>>();
        for (String document : yaml.split("(?m)^---\\s*$")) {
            Map<String, Object> plain = new org.yaml.snakeyaml.Yaml().load(document);
            if (plain == null) {
                continue;
            }
            if (FOREIGN.contains(String.valueOf(plain.get("apiVersion")))) {
                foreign.add(plain);
            } else {
                objects.add(strictly(document));
            }
        }
        return new Overlay(name, objects, foreign);
    }

    static KubernetesObject strictly(String document) {
        try {
            var object = (KubernetesObject) Yaml.load(document);
            // of a kind that it does not know it makes an object of anything
            if (object instanceof DynamicKubernetesObject) {
                throw new IllegalArgumentException("Kubernetes has no kind " + object.getKind());
            }
            return object;
        } catch (IOException e) {
            throw new IllegalArgumentException("not an object that Kubernetes knows: " + e.getMessage(), e);
        }
    }

    static String kustomize(Path folder) {
        assumeTrue(isOnPath("kubectl"), "kubectl is not on the PATH: overlays cannot be rendered");
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString()).start();
            String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String problem = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), problem);
            assertEquals("", problem, "warnings of kustomize");
            return yaml;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOnPath(String command) {
        return Stream.of(Objects.toString(System.getenv("PATH"), "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    <T extends KubernetesObject> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends KubernetesObject> Optional<T> find(Class<T> kind, String named) {
        return all(kind).stream()
                .filter(each -> named.equals(each.getMetadata().getName()))
                .findFirst();
    }

    /** What pods are made from, by name. */
    Map<String, V1PodTemplateSpec> templates() {
        var templates = new TreeMap<String, V1PodTemplateSpec>();
        for (KubernetesObject each : objects) {
            Optional<V1PodTemplateSpec> template = template(each);
            template.ifPresent(found -> templates.put(each.getMetadata().getName(), found));
        }
        return templates;
    }

    private static Optional<V1PodTemplateSpec> template(KubernetesObject object) {
        if (object instanceof V1StatefulSet set) {
            return Optional.of(set.getSpec().getTemplate());
        }
        if (object instanceof V1Deployment deployment) {
            return Optional.of(deployment.getSpec().getTemplate());
        }
        if (object instanceof V1DaemonSet set) {
            return Optional.of(set.getSpec().getTemplate());
        }
        return object instanceof V1Job job ? Optional.of(job.getSpec().getTemplate()) : Optional.empty();
    }
}
