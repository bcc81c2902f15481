package io.holdout.kubernetes;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What objects of an overlay name, and whether it is there. */
final class References {
    private final Overlay overlay;
    private final List<String> broken = new ArrayList<>();

    References(Overlay overlay) {
        this.overlay = overlay;
    }

    /** All that leads nowhere. */
    List<String> broken() {
        overlay.templates().forEach((name, template) -> {
            pod(name, template);
            containers(template.getSpec()).forEach(container -> container(name, template, container));
        });
        overlay.all(V1StatefulSet.class)
                .forEach(
                        set -> require(V1Service.class, set.getSpec().getServiceName(), "serviceName of " + name(set)));
        overlay.all(V1Service.class).forEach(this::service);
        overlay.all(V1PodDisruptionBudget.class).forEach(budget -> {
            if (overlay.templates().values().stream()
                    .noneMatch(each -> Selectors.matches(budget.getSpec().getSelector(), each))) {
                broken.add(name(budget) + " selects no pod");
            }
        });
        overlay.all(V1RoleBinding.class).forEach(this::binding);
        return broken;
    }

    private void pod(String name, V1PodTemplateSpec template) {
        var pod = template.getSpec();
        if (pod.getServiceAccountName() != null) {
            require(V1ServiceAccount.class, pod.getServiceAccountName(), name);
        } else if (!Boolean.FALSE.equals(pod.getAutomountServiceAccountToken())) {
            broken.add(name + " has the token of the namespace's default account");
        }
        if (pod.getPriorityClassName() != null) {
            require(V1PriorityClass.class, pod.getPriorityClassName(), name);
        }
        for (var volume : pod.getVolumes()) {
            if (volume.getPersistentVolumeClaim() != null) {
                require(
                        V1PersistentVolumeClaim.class,
                        volume.getPersistentVolumeClaim().getClaimName(),
                        name);
            }
            if (volume.getConfigMap() != null) {
                require(V1ConfigMap.class, volume.getConfigMap().getName(), name);
            }
            if (volume.getSecret() != null) {
                secret(volume.getSecret().getSecretName(), name);
            }
            if (containers(pod).flatMap(each -> each.getVolumeMounts().stream()).noneMatch(mount -> mount.getName()
                    .equals(volume.getName()))) {
                broken.add(name + " mounts its volume " + volume.getName() + " nowhere");
            }
        }
        if (pod.getTopologySpreadConstraints() != null
                && !pod.getTopologySpreadConstraints().stream()
                        .allMatch(each -> Selectors.matches(each.getLabelSelector(), template))) {
            broken.add(name + " is spread among pods that are not its own");
        }
    }

    private static Stream<V1Container> containers(V1PodSpec pod) {
        List<V1Container> first = pod.getInitContainers() == null ? List.of() : pod.getInitContainers();
        return Stream.concat(first.stream(), pod.getContainers().stream());
    }

    private void container(String name, V1PodTemplateSpec template, V1Container container) {
        var variables = new TreeMap<String, String>();
        if (container.getEnvFrom() != null) {
            for (var source : container.getEnvFrom()) {
                if (source.getConfigMapRef() != null) {
                    String map = source.getConfigMapRef().getName();
                    require(V1ConfigMap.class, map, name);
                    overlay.find(V1ConfigMap.class, map).ifPresent(found -> variables.putAll(found.getData()));
                } else {
                    secret(source.getSecretRef().getName(), name);
                }
            }
        }
        if (container.getEnv() != null) {
            container.getEnv().forEach(each -> variables.put(each.getName(), ""));
        }
        for (String argument : container.getArgs()) {
            var used = Pattern.compile("\\$\\((\\w+)\\)").matcher(argument);
            while (used.find()) {
                if (!variables.containsKey(used.group(1))) {
                    broken.add(name + " has no variable for " + argument);
                }
            }
        }
        for (var mount : container.getVolumeMounts()) {
            if (template.getSpec().getVolumes().stream()
                    .noneMatch(each -> each.getName().equals(mount.getName()))) {
                broken.add(name + " has no volume " + mount.getName());
            }
        }
        for (var probe : Arrays.asList(
                container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
            if (probe != null
                    && !hasPort(container, probe.getHttpGet().getPort().getStrValue())) {
                broken.add(name + " has no port for its probe "
                        + probe.getHttpGet().getPath());
            }
        }
    }

    private void service(V1Service service) {
        var pods = overlay.templates().values().stream()
                .filter(each -> Selectors.matches(service.getSpec().getSelector(), each))
                .toList();
        if (pods.isEmpty()) {
            broken.add(name(service) + " selects no pod");
        }
        for (var port : service.getSpec().getPorts()) {
            for (var pod : pods) {
                if (pod.getSpec().getContainers().stream()
                        .noneMatch(each -> hasPort(each, port.getTargetPort().getStrValue()))) {
                    broken.add(name(service) + " finds no port " + port.getTargetPort());
                }
            }
        }
    }

    private void binding(V1RoleBinding binding) {
        require(V1Role.class, binding.getRoleRef().getName(), name(binding));
        for (RbacV1Subject subject : binding.getSubjects()) {
            require(V1ServiceAccount.class, subject.getName(), name(binding));
            if (!"holdout".equals(subject.getNamespace())) {
                broken.add(name(binding) + " is for an account of namespace " + subject.getNamespace());
            }
        }
    }

    private static boolean hasPort(V1Container container, @Nullable String name) {
        return container.getPorts() != null
                && container.getPorts().stream().anyMatch(port -> port.getName().equals(name));
    }

    private <T extends KubernetesObject> void require(Class<T> kind, @Nullable String wanted, String by) {
        if (wanted == null || overlay.find(kind, wanted).isEmpty()) {
            broken.add(by + " needs " + kind.getSimpleName().substring(2) + " '" + wanted + "'");
        }
    }

    /** Secrets are no files of a repository: docs/operations.md has the command that makes each. */
    private void secret(String wanted, String by) {
        if (overlay.find(V1Secret.class, wanted).isEmpty()
                && !operations().contains("secret generic " + wanted + " ")) {
            broken.add(by + " needs Secret '" + wanted + "', and docs/operations.md does not say how to make it");
        }
    }

    private static String operations() {
        try {
            return Files.readString(Overlay.ROOT.resolve("../docs/operations.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all nodes have in their environment. */
    static Map<String, String> settings(Overlay overlay) {
        return overlay.all(V1ConfigMap.class).stream()
                .filter(each -> each.getMetadata().getName().startsWith("settings-"))
                .findFirst()
                .orElseThrow()
                .getData();
    }

    private static String name(KubernetesObject object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
