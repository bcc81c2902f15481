package io.holdout.kubernetes;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The level {@code restricted} of Kubernetes' Pod Security Standards, and two rules of our own: a read-only root, and
 * memory that is bounded and asked for in full.
 */
final class RestrictedLevel {
    private RestrictedLevel() {}

    static List<String> violations(V1PodSpec pod) {
        var found = new ArrayList<String>();
        var shared = pod.getSecurityContext();
        if (isTrue(pod.getHostNetwork()) || isTrue(pod.getHostPID()) || isTrue(pod.getHostIPC())) {
            found.add("host namespaces");
        }
        if (shared == null
                || shared.getSeccompProfile() == null
                || !List.of("RuntimeDefault", "Localhost")
                        .contains(shared.getSeccompProfile().getType())) {
            found.add("seccompProfile");
        }
        if (shared == null || !isTrue(shared.getRunAsNonRoot()) || Objects.equals(shared.getRunAsUser(), 0L)) {
            found.add("runAsNonRoot");
        }
        for (V1Volume volume : orEmpty(pod.getVolumes())) {
            if (Stream.of(
                            volume.getConfigMap(),
                            volume.getCsi(),
                            volume.getDownwardAPI(),
                            volume.getEmptyDir(),
                            volume.getEphemeral(),
                            volume.getPersistentVolumeClaim(),
                            volume.getProjected(),
                            volume.getSecret())
                    .allMatch(Objects::isNull)) {
                found.add("volume " + volume.getName());
            }
        }
        Stream.concat(orEmpty(pod.getInitContainers()).stream(), pod.getContainers().stream())
                .forEach(container -> check(container, found));
        return found;
    }

    private static void check(V1Container container, List<String> found) {
        String name = container.getName() + ": ";
        V1SecurityContext context = container.getSecurityContext();
        if (context == null) {
            found.add(name + "no securityContext");
            return;
        }
        if (isTrue(context.getPrivileged()) || !Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())) {
            found.add(name + "allowPrivilegeEscalation");
        }
        if (!isTrue(context.getReadOnlyRootFilesystem())) {
            found.add(name + "readOnlyRootFilesystem");
        }
        var capabilities = context.getCapabilities();
        if (capabilities == null
                || !List.of("ALL").equals(capabilities.getDrop())
                || !orEmpty(capabilities.getAdd()).isEmpty()) {
            found.add(name + "capabilities");
        }
        if (Boolean.FALSE.equals(context.getRunAsNonRoot()) || Objects.equals(context.getRunAsUser(), 0L)) {
            found.add(name + "runs as root");
        }
        if (orEmpty(container.getPorts()).stream().anyMatch(port -> port.getHostPort() != null)) {
            found.add(name + "hostPort");
        }
        var resources = container.getResources();
        var limits = resources == null ? null : resources.getLimits();
        var requests = resources == null ? null : resources.getRequests();
        if (limits == null
                || requests == null
                || !requests.containsKey("cpu")
                || !limits.containsKey("memory")
                || !Objects.equals(limits.get("memory"), requests.get("memory"))) {
            found.add(name + "memory is not bounded by what is asked for");
        }
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
